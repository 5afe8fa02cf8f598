//! What a style sheet has to be like in a shadow root of another page.

use std::convert::Infallible;

use lightningcss::{
    properties::{
        Property,
        custom::{CustomPropertyName, TokenList, TokenOrValue, Variable},
    },
    rules::CssRule,
    selector::{Component, Selector},
    values::ident::{DashedIdent, DashedIdentReference},
    visit_types,
    visitor::{Visit, VisitTypes, Visitor},
};

use super::{invalid, parse, small};
use crate::fail::Fail;

/// Begins the names that a page may set, and those that only our own rules read.
const HOST: &str = "--cs-";
const PRIVATE: &str = "--_";

/// The class of the element that stands for `<html>` in a shadow root.
const ROOT: &str = "embed";

/// Custom properties that a host may set (docs/embedding.md).
const PUBLIC: [&str; 25] = [
    "color-surface",
    "color-surface-sunken",
    "color-surface-raised",
    "color-surface-hover",
    "color-text",
    "color-text-muted",
    "color-border",
    "color-border-strong",
    "color-accent",
    "color-accent-hover",
    "color-accent-text",
    "color-accent-soft",
    "color-danger",
    "color-warning",
    "color-success",
    "color-info",
    "color-focus",
    "font",
    "font-mono",
    "font-size",
    "space",
    "radius",
    "shadow",
    "control-height",
    "sticky-top",
];

/// The sheet for a shadow root. There `--cs-` names are the host's, read where it sets them; ours
/// are private, so that what a page sets on itself or on the element wins, whatever its rules.
pub fn in_shadow(sheet: &str) -> Result<String, Fail> {
    let place = "the sheet for a shadow root";
    let mut sheet = parse(sheet, &place)?;
    let mut shadow = Shadow {
        has_defaults: false,
    };
    let Ok(()) = sheet.visit(&mut shadow);
    let made = sheet.to_css(small());
    Ok(made.map_err(|error| invalid(&place, &error))?.code)
}

struct Shadow {
    /// The defaults are the first rule of `:host`; what comes later is the person's own wish, such as
    /// more contrast, which holds against the host.
    has_defaults: bool,
}

impl<'i> Visitor<'i> for Shadow {
    type Error = Infallible;

    fn visit_types(&self) -> VisitTypes {
        visit_types!(RULES | SELECTORS | DASHED_IDENTS)
    }

    fn visit_rule(&mut self, rule: &mut CssRule<'i>) -> Result<(), Infallible> {
        let has_defaults = !self.has_defaults && is_host(rule);
        self.has_defaults |= has_defaults;
        rule.visit_children(self)?;
        if let CssRule::Style(style) = rule
            && has_defaults
        {
            for property in &mut style.declarations.declarations {
                ask_host(property);
            }
        }
        Ok(())
    }

    fn visit_selector(&mut self, selector: &mut Selector<'i>) -> Result<(), Infallible> {
        for part in selector.iter_mut_raw_match_order() {
            if matches!(part, Component::LocalName(tag) if *tag.lower_name == *"html") {
                *part = Component::Class(ROOT.into());
            }
        }
        Ok(())
    }

    fn visit_dashed_ident(&mut self, name: &mut DashedIdent<'_>) -> Result<(), Infallible> {
        if let Some(rest) = name.0.strip_prefix(HOST) {
            name.0 = [PRIVATE, rest].concat().into();
        }
        Ok(())
    }
}

fn is_host(rule: &CssRule<'_>) -> bool {
    let CssRule::Style(style) = rule else {
        return false;
    };
    let is_host = |selector: &Selector<'_>| {
        let mut parts = selector.iter_raw_match_order();
        matches!(
            (parts.next(), parts.next()),
            (Some(Component::Host(None)), None)
        )
    };
    style.selectors.0.iter().any(is_host)
}

/// Makes `--_space: 4px` into `--_space: var(--cs-space, 4px)` where the host may set it.
fn ask_host(property: &mut Property<'_>) {
    let Property::Custom(custom) = property else {
        return;
    };
    let CustomPropertyName::Custom(name) = &custom.name else {
        return;
    };
    let Some(name) = name.0.strip_prefix(PRIVATE) else {
        return;
    };
    if !PUBLIC.contains(&name) {
        return;
    }
    let ident = DashedIdent([HOST, name].concat().into());
    let default = std::mem::replace(&mut custom.value, TokenList(Vec::new()));
    custom.value.0.push(TokenOrValue::Var(Variable {
        name: DashedIdentReference { ident, from: None },
        fallback: Some(default),
    }));
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn made(sheet: &str) -> String {
        in_shadow(sheet).expect("valid CSS")
    }

    #[test]
    fn every_public_property_is_read_in_a_shadow_root() {
        let entry = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../style/embed.css");
        let sheet = made(&super::super::bundle(&entry).expect("the sheet"));
        for name in PUBLIC {
            let read = format!("--_{name}:var(--cs-{name},");
            assert_eq!(sheet.matches(&read).count(), 1, "{name}");
        }
        // Nothing else asks the host.
        assert_eq!(sheet.matches("--cs-").count(), PUBLIC.len());
    }

    #[test]
    fn a_default_holds_where_the_host_sets_nothing() {
        assert_eq!(
            made(
                ":root, :host { --cs-space: 4px; --cs-shadow: 0 1px red, 0 2px var(--cs-color-text); }"
            ),
            ":root,:host{--_space:var(--cs-space,4px);\
             --_shadow:var(--cs-shadow,0 1px red, 0 2px var(--_color-text))}"
        );
    }

    #[test]
    fn a_length_of_nothing_keeps_its_unit_because_calc_needs_it() {
        assert_eq!(
            made(":host { --cs-sticky-top: 0px; top: calc(var(--cs-sticky-top) + 1px) }"),
            ":host{--_sticky-top:var(--cs-sticky-top,0px);top:calc(var(--_sticky-top) + 1px)}"
        );
    }

    #[test]
    fn what_the_host_may_not_set_is_private() {
        assert_eq!(
            made(
                ":host { --cs-space-2: calc(var(--cs-space) * 2); --other: 1; color: var(--cs-color-text, red) }"
            ),
            ":host{--_space-2:calc(var(--_space) * 2);--other:1;color:var(--_color-text,red)}"
        );
    }

    #[test]
    fn the_persons_own_wish_holds_against_the_host() {
        assert_eq!(
            made(
                ":host { --cs-space: 4px } @media (prefers-contrast: more) { :host { --cs-space: 8px } }"
            ),
            ":host{--_space:var(--cs-space,4px)}@media (prefers-contrast:more){:host{--_space:8px}}"
        );
    }

    #[test]
    fn only_the_plain_host_has_the_defaults() {
        assert_eq!(
            made(
                ":host([hidden]) { --cs-space: 0px } .a { --cs-space: 1px } @layer b { :host { --cs-space: 4px } }"
            ),
            ":host([hidden]){--_space:0px}.a{--_space:1px}@layer b{:host{--_space:var(--cs-space,4px)}}"
        );
    }

    #[test]
    fn an_element_of_ours_stands_for_html() {
        assert_eq!(
            made("html, body { top: 0 } html:has(.a) .html { top: 0 }"),
            ".embed,body{top:0}.embed:has(.a) .html{top:0}"
        );
    }
}
