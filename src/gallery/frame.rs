//! What stands around the specimens: switches, names, and links to one by itself.

use super::address::{Address, Dir, WIDTHS};
use super::specimen::{Group, Specimen, slug};
use super::stage::Stage;
use crate::i18n::Locale;
use crate::preferences::Theme;
use crate::ui::dom::{El, el, of};

/// The whole page.
pub fn frame(address: &Address, all: &[Specimen], shown: &[Stage]) -> El {
    of("div", "gallery")
        .with(
            of("header", "gallery__bar")
                .with(el("h1").say("Gallery"))
                .all(switches(address))
                .with(index(address, all)),
        )
        .with(el("main").all(Group::ALL.into_iter().filter_map(|group| {
            let of_group = |specimen: &Specimen| specimen.group == group;
            let stages = shown.iter().filter(|stage| of_group(stage.specimen()));
            let alone = all.iter().filter(|one| of_group(one) && one.is_alone);
            section(address, group, stages, alone)
        })))
}

fn switches(address: &Address) -> Vec<El> {
    let theme = Theme::ALL.map(|theme| {
        let to = Address {
            theme,
            ..address.clone()
        };
        (theme.as_str().to_owned(), to)
    });
    let locale = Locale::all().iter().map(|&locale| {
        let to = Address {
            locale,
            ..address.clone()
        };
        (locale.tag().to_owned(), to)
    });
    let dir = Dir::ALL.map(|dir| {
        let to = Address {
            dir,
            ..address.clone()
        };
        (dir.as_str().to_owned(), to)
    });
    let widths = std::iter::once(None).chain(WIDTHS.map(Some));
    let width = widths.map(|width| {
        let name = width.map_or_else(|| "window".to_owned(), |width| width.to_string());
        let to = Address {
            width,
            ..address.clone()
        };
        (name, to)
    });
    let group = std::iter::once("").chain(Group::ALL.map(Group::as_str));
    let group = group.map(|only| {
        let name = if only.is_empty() { "all" } else { only };
        (name.to_owned(), address.only(only))
    });
    vec![
        links("Theme", address, theme),
        links("Language", address, locale),
        links("Direction", address, dir),
        links("Width", address, width),
        links("Group", address, group),
    ]
}

fn links(name: &str, here: &Address, choices: impl IntoIterator<Item = (String, Address)>) -> El {
    let choices = choices.into_iter().map(|(words, to)| {
        let link = of("a", "gallery__choice")
            .attr("href", &to.href())
            .say(&words);
        el("li").with(if to == *here {
            link.attr("aria-current", "true")
        } else {
            link
        })
    });
    el("nav")
        .attr("class", "gallery__switch")
        .attr("aria-label", name)
        .with(of("span", "gallery__name").say(name))
        .with(el("ul").all(choices))
}

/// All pieces, each a link to it by itself.
fn index(address: &Address, all: &[Specimen]) -> El {
    let mut pieces: Vec<_> = all.iter().map(|one| one.piece).collect();
    pieces.dedup();
    let choices = pieces
        .into_iter()
        .map(|piece| (piece.to_owned(), address.only(&slug(piece))));
    of("details", "gallery__index")
        .with(el("summary").say("Pieces and pages"))
        .with(links("Piece", address, choices))
}

fn section<'a>(
    address: &Address,
    group: Group,
    stages: impl Iterator<Item = &'a Stage>,
    alone: impl Iterator<Item = &'a Specimen>,
) -> Option<El> {
    let stages: Vec<_> = stages.map(|stage| article(address, stage)).collect();
    let is_asked = [group.as_str(), ""].contains(&address.only.as_str());
    if stages.is_empty() && !is_asked {
        return None;
    }
    let alone: Vec<_> = alone
        .map(|one| {
            let link = of("a", "gallery__choice")
                .attr("href", &address.only(&one.slug()).href())
                .say(&[one.piece, ": ", one.state].concat());
            el("li").with(named(link, one))
        })
        .collect();
    let alone = (is_asked && !alone.is_empty()).then(|| {
        of("div", "gallery__alone")
            .with(el("h3").say("By itself, as it covers the window"))
            .with(el("ul").all(alone))
    });
    Some(
        of("section", "gallery__group")
            .with(el("h2").say(group.as_str()))
            .all(stages)
            .all(alone),
    )
}

fn article(address: &Address, stage: &Stage) -> El {
    let specimen = stage.specimen();
    let link = of("a", "gallery__choice")
        .attr("href", &address.only(&specimen.slug()).href())
        .say(&[specimen.piece, ": ", specimen.state].concat());
    named(of("article", "gallery__specimen"), specimen)
        .with(el("h3").with(link))
        .with(stage.host())
}

fn named(element: El, specimen: &Specimen) -> El {
    element
        .attr("data-piece", specimen.piece)
        .attr("data-state", specimen.state)
}
