//! Badges as a drawing that stands alone: in a README, on another host, on paper.

use std::fmt::Write;

use super::metric::{SIZE, width};
use super::{Mark, nothing};

/// Height of a badge, in pixels.
const HEIGHT: u32 = 20;
/// Room around a text, in pixels.
const PAD: u32 = 6;
/// Room between two badges, in pixels.
const GAP: u32 = 4;
/// The most characters of a message.
pub(super) const LONGEST: usize = 60;
/// The most characters of a product's name, or of what a badge says in words.
const LONGEST_WORDS: usize = 120;

/// The ground behind the label.
const LABEL: &str = "#4a4a4a";

/// The badges of the product of this name, side by side.
pub fn svg(name: &str, marks: &[Mark]) -> String {
    if marks.is_empty() {
        return svg(name, &[nothing()]);
    }
    let boxes: Vec<Drawn<'_>> = marks.iter().map(Drawn::new).collect();
    let total: u32 = boxes.iter().map(|drawn| drawn.label + drawn.message).sum();
    let total = total + GAP * (boxes.len() as u32 - 1);
    let words: Vec<_> = marks
        .iter()
        .map(|mark| cut(&mark.words, LONGEST_WORDS))
        .collect();
    let title = escaped(&format!(
        "{}: {}",
        cut(name, LONGEST_WORDS),
        words.join("; ")
    ));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{total}\" height=\"{HEIGHT}\" \
         role=\"img\" aria-label=\"{title}\"><title>{title}</title>\
         <g aria-hidden=\"true\" fill=\"#fff\" text-anchor=\"middle\" font-size=\"{SIZE}\" \
         font-family=\"Verdana,Geneva,'DejaVu Sans',sans-serif\">"
    );
    let mut at = 0;
    for drawn in &boxes {
        drawn.write(at, &mut svg);
        at += drawn.label + drawn.message + GAP;
    }
    svg.push_str("</g></svg>\n");
    svg
}

/// A badge with its measures.
struct Drawn<'a> {
    mark: &'a Mark,
    text: String,
    label: u32,
    message: u32,
}

impl Drawn<'_> {
    fn new(mark: &Mark) -> Drawn<'_> {
        let glyph = mark.state.glyph();
        let gap = if glyph.is_empty() { "" } else { " " };
        let text = format!("{glyph}{gap}{}", cut(&mark.message, LONGEST));
        Drawn {
            mark,
            label: width(&mark.label) + 2 * PAD,
            message: width(&text) + 2 * PAD,
            text,
        }
    }

    fn write(&self, at: u32, svg: &mut String) {
        let (label, message) = (self.label, self.message);
        let fill = self.mark.state.fill();
        // Writing to a string cannot fail.
        let _ = write!(
            svg,
            "<path fill=\"{LABEL}\" d=\"M{} 0h{}v{HEIGHT}h-{}a3 3 0 0 1-3-3v-14a3 3 0 0 1 3-3z\"/>\
             <path fill=\"{fill}\" d=\"M{} 0h{}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-{}z\"/>",
            at + 3,
            label - 3,
            label - 3,
            at + label,
            message - 3,
            message - 3,
        );
        text(&self.mark.label, at, label, svg);
        text(&self.text, at + label, message, svg);
    }
}

/// A text in the middle of its box. Its length is set, so that it fits in any face.
fn text(text: &str, at: u32, room: u32, svg: &mut String) {
    let _ = write!(
        svg,
        "<text x=\"{}\" y=\"14\" textLength=\"{}\">{}</text>",
        f64::from(2 * at + room) / 2.0,
        room - 2 * PAD,
        escaped(text)
    );
}

/// The text as XML 1.0 allows it, without characters that reorder what stands around them.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{61c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' => {}
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

pub(super) fn cut(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::badge::State;

    fn mark(message: &str, state: State) -> Mark {
        Mark {
            label: "contract".to_owned(),
            message: message.to_owned(),
            words: message.to_owned(),
            state,
        }
    }

    #[test]
    fn a_hostile_name_stays_text() {
        let drawn = svg(
            "\"><script>\u{202e}x</script>\0&",
            &[mark("<b>\u{2066}", State::Good)],
        );
        assert!(
            !drawn.contains("<script") && !drawn.contains("<b>"),
            "{drawn}"
        );
        assert!(!drawn.chars().any(|c| c.is_control() && c != '\n'));
        assert!(!drawn.contains(['\u{202e}', '\u{2066}']));
    }

    #[test]
    fn a_long_name_is_cut() {
        assert!(
            svg(
                &"n".repeat(1 << 20),
                &[mark(&"m".repeat(1 << 20), State::Bad)]
            )
            .len()
                < 2_000
        );
    }

    #[test]
    fn white_stands_out_on_every_ground() {
        let light = |hex: &str| {
            let part = |at: usize| {
                let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
                match value <= 0.04045 {
                    true => value / 12.92,
                    false => ((value + 0.055) / 1.055).powf(2.4),
                }
            };
            0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
        };
        for fill in State::ALL.map(State::fill).into_iter().chain([LABEL]) {
            let contrast = 1.05 / (light(fill) + 0.05);
            assert!(contrast >= 4.5, "{fill}: {contrast}");
        }
    }
}
