//! Words of the server's own pages.

use crate::language::Lang;

/// Words in one language.
#[derive(Debug)]
pub struct Texts {
    pub sign_in: &'static str,
    pub email: &'static str,
    pub password: &'static str,
    pub wrong_pair: &'static str,
    pub too_many: &'static str,
    pub demo_title: &'static str,
    pub demo_password: &'static str,
    pub signed_in: &'static str,
    pub signed_in_hint: &'static str,
    pub go_on: &'static str,
    pub sign_out: &'static str,
    pub sign_out_question: &'static str,
    pub form_refused: &'static str,
    pub form_refused_hint: &'static str,
    pub open_again: &'static str,
    pub not_started: &'static str,
    pub unknown_client: &'static str,
    pub unknown_redirect: &'static str,
    pub malformed: &'static str,
    pub nothing_changed: &'static str,
    pub context: &'static str,
}

const ENGLISH: Texts = Texts {
    sign_in: "Sign in",
    email: "Email address",
    password: "Password",
    wrong_pair: "The email address or the password is not right. Check both and try again.",
    too_many: "There were too many attempts. Wait {minutes} min, then try again.",
    demo_title: "Demo accounts",
    demo_password: "The password of each is",
    signed_in: "You are signed in",
    signed_in_hint: "Close this tab and go on in the other one.",
    go_on: "Go on",
    sign_out: "Sign out",
    sign_out_question: "You are about to sign out of this portal.",
    form_refused: "This form was not taken",
    form_refused_hint: "It did not come from a page of this portal, so nothing was done: open the page again and send the form from there.",
    open_again: "Open the page again",
    not_started: "This sign-in can’t go on",
    unknown_client: "The application that sent you here is not known to this portal.",
    unknown_redirect: "The application wants you to return to an address that is not registered for it.",
    malformed: "The application sent a request that is malformed.",
    nothing_changed: "No access was given. Close this window and tell whoever runs the application; the ID below helps to find the cause.",
    context: "Context ID:",
};

const FRENCH: Texts = Texts {
    sign_in: "Se connecter",
    email: "Adresse e-mail",
    password: "Mot de passe",
    wrong_pair: "L’adresse e-mail ou le mot de passe est incorrect. Vérifiez les deux, puis réessayez.",
    too_many: "Trop de tentatives. Attendez {minutes}\u{202f}min, puis réessayez.",
    demo_title: "Comptes de démonstration",
    demo_password: "Le mot de passe de chacun est",
    signed_in: "Vous êtes connecté",
    signed_in_hint: "Fermez cet onglet et poursuivez dans l’autre.",
    go_on: "Continuer",
    sign_out: "Se déconnecter",
    sign_out_question: "Vous allez vous déconnecter de ce portail.",
    form_refused: "Ce formulaire n’a pas été pris en compte",
    form_refused_hint: "Il ne vient pas d’une page de ce portail, rien n’a donc été fait\u{202f}: rouvrez la page et envoyez le formulaire de là.",
    open_again: "Rouvrir la page",
    not_started: "Cette connexion ne peut pas continuer",
    unknown_client: "L’application qui vous a envoyé ici n’est pas connue de ce portail.",
    unknown_redirect: "L’application veut vous renvoyer à une adresse qui n’est pas enregistrée pour elle.",
    malformed: "L’application a envoyé une demande mal formée.",
    nothing_changed: "Aucun accès n’a été accordé. Fermez cette fenêtre et prévenez la personne qui gère l’application\u{202f}; l’identifiant ci-dessous aide à trouver la cause.",
    context: "Identifiant de contexte\u{202f}:",
};

impl Lang {
    /// The words of this language.
    pub fn texts(self) -> &'static Texts {
        match self {
            Self::En => &ENGLISH,
            Self::Fr => &FRENCH,
        }
    }
}
