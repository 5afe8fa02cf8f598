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
