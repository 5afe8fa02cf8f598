//! The accounts of the demo organization that people can sign in with.

use crate::languages::{Text, Texts};

/// An account that people can sign in with.
#[derive(Debug)]
pub struct Account {
    /// Mail address, which is the user name.
    pub email: &'static str,
    /// Name.
    pub name: &'static str,
    /// Role.
    pub role: &'static str,
    /// What it is good for, in a language.
    pub sees: fn(&Texts) -> &Text,
}

/// Password of every account.
pub const PASSWORD: &str = "countersign-demo";

/// The documented accounts. Nobody else of the organization has a password.
pub const ACCOUNTS: [Account; 4] = [
    Account {
        email: "admin@demo.example",
        name: "Ada Brandt",
        role: "Master Admin",
        sees: |texts| &texts.demo_admin,
    },
    Account {
        email: "viewer@demo.example",
        name: "Lena Okafor",
        role: "OAuth Viewer",
        sees: |texts| &texts.demo_viewer,
    },
    Account {
        email: "supervisor@demo.example",
        name: "Noah Fischer",
        role: "Supervisor",
        sees: |texts| &texts.demo_supervisor,
    },
    Account {
        email: "agent@demo.example",
        name: "Inès Moreau",
        role: "Agent",
        sees: |texts| &texts.demo_agent,
    },
];
