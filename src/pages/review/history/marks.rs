//! What a version changed.

use leptos::prelude::*;

use crate::i18n::I18n;
use crate::pages::review::draft::Effect as Change;
use crate::pages::review::editor::Editor;
use crate::pages::review::effect::sums;
use crate::text::visible;
use crate::ui::{Glyph, Icon, part, words_in};

/// What comes in and what goes, by name; as counts where there is more than `most`. Tracked: names
/// of roles may come later.
pub fn marks(i18n: I18n, change: &Change, editor: Editor, most: usize) -> AnyView {
    let everyone = || vec![t!(i18n, "merge.all_people")];
    let roles = |ids: &[String]| {
        editor.roles.with(|known| {
            let name = |id: &String| {
                known
                    .get(id)
                    .map_or_else(|| id.clone(), |role| role.name.clone())
            };
            ids.iter().map(name).collect::<Vec<_>>()
        })
    };
    let (mut added, mut removed) = (change.added_scopes.clone(), change.removed_scopes.clone());
    added.extend(roles(&change.added_roles));
    removed.extend(roles(&change.removed_roles));
    if change.opens_to_everyone {
        added.extend(everyone());
    }
    if change.closes_from_everyone {
        removed.extend(everyone());
    }
    let count = added.len() + removed.len();
    let inside = if count > most {
        vec![sums(i18n, change).join(&t!(i18n, "text.comma")).into_any()]
    } else {
        let mark = |name: String, class, glyph, word: String| {
            let inside = vec![
                view! { <Icon glyph class="icon--small"/> }.into_any(),
                words_in("span", "visually-hidden", word),
                words_in("bdi", "", visible(&name, 120).shown),
            ];
            part("span", class, inside)
        };
        let plus = t!(i18n, "history.added");
        let minus = t!(i18n, "history.removed");
        let added = added
            .into_iter()
            .map(|name| mark(name, "mark mark--added", Glyph::Plus, plus.clone()));
        let removed = removed
            .into_iter()
            .map(|name| mark(name, "mark mark--removed", Glyph::Minus, minus.clone()));
        added.chain(removed).collect()
    };
    part("p", if count > 0 { "history__what" } else { "" }, inside)
}
