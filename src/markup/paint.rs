//! Highlighted code: tokens in, classed HTML out.

use super::text;

/// What a token is to the reader. The style sheet knows these and no others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Plain,
    Comment,
    /// A string, or an added line.
    Text,
    /// A keyword, or a removed line.
    Keyword,
    /// A number or another constant.
    Number,
    Function,
    Type,
    /// A key, a tag, an attribute or a variable.
    Name,
}

impl Class {
    fn name(self) -> &'static str {
        match self {
            Class::Plain => "",
            Class::Comment => "s-c",
            Class::Text => "s-s",
            Class::Keyword => "s-k",
            Class::Number => "s-n",
            Class::Function => "s-f",
            Class::Type => "s-t",
            Class::Name => "s-a",
        }
    }
}

/// Writes tokens, those of one class that follow each other as one element.
pub(super) struct Painter {
    html: String,
    open: Class,
    /// White space that goes into the open element or behind it.
    space: String,
}

impl Painter {
    /// A painter for `bytes` of code.
    pub(super) fn new(bytes: usize) -> Painter {
        Painter {
            html: String::with_capacity(bytes * 2),
            open: Class::Plain,
            space: String::new(),
        }
    }

    /// Writes a token.
    pub(super) fn token(&mut self, class: Class, token: &str) {
        if token.bytes().all(|byte| b" \t\n".contains(&byte)) {
            self.space.push_str(token);
            return;
        }
        if class != self.open {
            self.close();
        }
        self.html.push_str(&self.space);
        self.space.clear();
        if class != self.open {
            self.html.push_str("<span class=\"");
            self.html.push_str(class.name());
            self.html.push_str("\">");
            self.open = class;
        }
        text::push(&mut self.html, token);
    }

    fn close(&mut self) {
        if self.open != Class::Plain {
            self.html.push_str("</span>");
            self.open = Class::Plain;
        }
    }

    /// The HTML of all tokens.
    pub(super) fn finish(mut self) -> String {
        self.close();
        self.html.push_str(&self.space);
        self.html
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_of_one_class_share_an_element() {
        let mut painter = Painter::new(0);
        for (class, token) in [
            (Class::Keyword, "not"),
            (Class::Plain, " "),
            (Class::Keyword, "null"),
            (Class::Plain, "\n"),
            (Class::Plain, "a<b"),
            (Class::Number, "1"),
            (Class::Plain, "\n"),
        ] {
            painter.token(class, token);
        }
        let html = "<span class=\"s-k\">not null</span>\na&lt;b<span class=\"s-n\">1</span>\n";
        assert_eq!(painter.finish(), html);
    }
}
