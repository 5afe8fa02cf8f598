//! Everything that is stored, in SQLite. One file per noun; what they share is in [`open`] and
//! [`database`].

mod approval_answer;
mod approval_ask;
mod approvals;
mod apps;
mod audit;
mod author;
mod author_rights;
mod authorization_change;
mod authorization_list;
mod authorization_row;
mod authorization_write;
mod authorizations;
mod clients;
mod consent_write;
mod consents;
mod consequences;
mod database;
mod families;
mod fill;
mod grants;
mod impact;
mod migrations;
mod open;
mod organization;
mod people;
mod private;
mod risks;
mod roles;
pub mod rows;
mod sessions;
mod token_issue;
mod token_read;
mod tokens;
mod upkeep;
mod use_record;
mod users;
mod uses;
mod versions;

pub use apps::AppQuery;
pub use author::Author;
pub use authorization_change::Change;
pub use authorization_row::AuthorizationRow;
pub use authorizations::ListPlace;
pub use clients::{ClientFacts, ClientRow};
pub use consents::{AuthorizeRequest, CONSENT_LIFE, Consent, Decider, Hand, Issued};
pub use open::Store;
pub use private::make_folder;
pub use roles::RoleRow;
pub use sessions::{ABSOLUTE_LIFE, BROWSER_LIFE, IDLE_LIFE, NewSession};
pub use token_issue::Redemption;
pub use tokens::{LiveToken, Tokens};
pub use users::{Identity, StoredPassword, UserRow};

#[cfg(test)]
mod tests;
