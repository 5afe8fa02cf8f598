//! Elements of one type, whatever their tag: a type for each would fill the bundle.

use leptos::html::custom;
use leptos::prelude::*;

/// An element with a class and what is inside.
pub fn part(tag: &'static str, class: &'static str, inside: Vec<AnyView>) -> AnyView {
    custom(tag).class(class).child(inside).into_any()
}

/// An element with a class and words.
pub fn words_in(tag: &'static str, class: &'static str, words: String) -> AnyView {
    part(tag, class, vec![words.into_any()])
}

/// A section with its heading, and what stands beside that.
pub fn section(title: String, beside: AnyView, inside: Vec<AnyView>) -> AnyView {
    let id = super::fresh_id("section");
    let labelled_by = id.clone();
    view! {
        <section class="section" aria-labelledby=labelled_by>
            <div class="section__head">
                <h2 id=id>{title}</h2>
                {beside}
            </div>
            {inside}
        </section>
    }
    .into_any()
}
