//! People of the demo: those that its texts name, and enough others that roles have believable
//! counts.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};

use super::accounts::ACCOUNTS;
use super::ids::id_of;
use super::roles::{self, DemoRole};

/// Named people without an account, and their role.
const NAMED: [(&str, &str); 4] = [
    ("Tomasz Nowak", "Master Admin"),
    ("Priya Raman", "Master Admin"),
    ("Mia Keller", "Quality Evaluator"),
    ("Jonas Weiss", "Agent"),
];

const FIRST: [&str; 48] = [
    "Aisha", "Alba", "Amir", "Anna", "Arjun", "Bea", "Bruno", "Camille", "Carlos", "Chloe", "Dara",
    "David", "Elif", "Emeka", "Emil", "Eva", "Farid", "Fiona", "Grace", "Hana", "Hugo", "Ida",
    "Ines", "Ivan", "Jana", "Joao", "Kai", "Karin", "Kofi", "Lea", "Lin", "Lucas", "Maja", "Marco",
    "Mei", "Nadia", "Niko", "Olga", "Omar", "Pia", "Rafael", "Rosa", "Sami", "Sofia", "Theo",
    "Vera", "Yara", "Zoe",
];
const LAST: [&str; 32] = [
    "Abebe", "Almeida", "Andersen", "Bauer", "Bianchi", "Castro", "Chen", "Costa", "Dubois",
    "Eriksen", "Fontaine", "Garcia", "Haddad", "Hoffmann", "Ito", "Jensen", "Kaya", "Kovacs",
    "Laurent", "Lindgren", "Mensah", "Meyer", "Novak", "Okoye", "Petrov", "Rossi", "Sato", "Silva",
    "Tanaka", "Vidal", "Wagner", "Zhang",
];

/// Everybody, with the names of their roles.
#[derive(Debug)]
pub struct People(Vec<Person>);

#[derive(Debug)]
struct Person {
    name: String,
    email: String,
    roles: Vec<String>,
}

/// User ids by name; names are unique in the demo.
pub fn id_of_person(name: &str) -> String {
    id_of("user", name)
}

/// The names of all people, those with an account first.
pub fn everybody() -> serde_json::Result<Vec<String>> {
    let people = people()?.0.into_iter();
    Ok(people.map(|person| person.name).collect())
}

/// Makes everybody.
pub fn people() -> serde_json::Result<People> {
    let mut all = named();
    let mut fresh = LAST
        .iter()
        .flat_map(|last| FIRST.iter().map(move |first| format!("{first} {last}")));
    let mut members: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, person) in all.iter().enumerate() {
        members
            .entry(person.roles[0].clone())
            .or_default()
            .push(index);
    }
    for role in roles::read()? {
        let DemoRole {
            name,
            members: count,
            source,
            ..
        } = role;
        if source == "own" {
            let have = members.entry(name.clone()).or_default();
            while have.len() < count {
                let Some(person) = fresh.next() else { break };
                have.push(all.len());
                all.push(Person {
                    email: mail_of(&person),
                    name: person,
                    roles: vec![name.clone()],
                });
            }
        } else {
            // Spread over those who have the other role, so that no person has all the extras.
            // Named people have the one role that the texts say.
            let mut from = members.get(&source).cloned().unwrap_or_default();
            from.retain(|index| *index >= ACCOUNTS.len() + NAMED.len());
            let step = (from.len() / count.max(1)).max(1);
            for index in from.iter().step_by(step).take(count) {
                all[*index].roles.push(name.clone());
            }
        }
    }
    Ok(People(all))
}

fn named() -> Vec<Person> {
    let accounts = ACCOUNTS.iter().map(|account| Person {
        name: account.name.to_owned(),
        email: account.email.to_owned(),
        roles: vec![account.role.to_owned()],
    });
    let others = NAMED.iter().map(|(name, role)| Person {
        name: (*name).to_owned(),
        email: mail_of(name),
        roles: vec![(*role).to_owned()],
    });
    accounts.chain(others).collect()
}

fn mail_of(name: &str) -> String {
    format!("{}@demo.example", name.to_lowercase().replace(' ', "."))
}

impl People {
    /// Rows of `user_account`. The accounts come first, as their hashes do.
    pub fn user_rows(&self, password_hashes: &[String]) -> Vec<Value> {
        let hashes: HashMap<_, _> = ACCOUNTS
            .iter()
            .map(|account| account.email)
            .zip(password_hashes)
            .collect();
        let row = |person: &Person| {
            json!({
                "id": id_of_person(&person.name),
                "name": person.name,
                "email": person.email,
                "password_hash": hashes.get(person.email.as_str()),
            })
        };
        self.0.iter().map(row).collect()
    }

    /// Rows of `user_role`.
    pub fn role_rows(&self) -> Vec<Value> {
        let rows = self.0.iter().flat_map(|person| {
            let roles = person.roles.iter();
            roles.map(|role| {
                json!({ "user_id": id_of_person(&person.name), "role_id": id_of("role", role) })
            })
        });
        rows.collect()
    }
}
