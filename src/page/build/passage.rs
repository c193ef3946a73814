//! What a manifest says in prose.

use crate::model::{Context, Description, Synonym, Text};
use crate::page::Portal;
use crate::page::parts::Passage;
use crate::page::prose::prose_html;

/// Purpose, usage and limitations, then the context (ODCS 3.2 and ODPS 1.1) and other names.
pub fn passages(
    portal: &Portal,
    description: Option<&Description>,
    context: Option<&Context>,
    synonyms: &[Synonym],
    route: &str,
) -> Vec<Passage> {
    let mut passages = Passages {
        portal,
        route,
        list: Vec::new(),
    };
    if let Some(description) = description {
        passages.add("Purpose", &[description.purpose.as_ref()]);
        passages.add("Use it", &[description.usage.as_ref()]);
        passages.add("Limitations", &[description.limitations.as_ref()]);
    }
    if let Some(context) = context {
        passages.add("Instructions", &[context.instructions.as_ref()]);
        let constraints = context.constraints.iter();
        let constraints: Vec<_> = constraints.map(|said| said.constraint.as_ref()).collect();
        passages.add("Constraints", &constraints);
        let statements = context.verified_statements.iter();
        let said = statements.flat_map(|said| [said.question.as_ref(), said.answer.as_ref()]);
        passages.add("Questions that it answers", &said.collect::<Vec<_>>());
    }
    let names: Vec<_> = synonyms.iter().map(|name| name.synonym.as_ref()).collect();
    passages.add("Also called", &names);
    passages.list
}

struct Passages<'p> {
    portal: &'p Portal,
    route: &'p str,
    list: Vec<Passage>,
}

impl Passages<'_> {
    /// Adds a passage of these texts, where there is any.
    fn add(&mut self, title: &str, texts: &[Option<&Text>]) {
        let written = texts
            .iter()
            .flatten()
            .filter(|text| !text.trim().is_empty());
        let written: Vec<&Text> = written.copied().collect();
        let Some(first) = written.first() else {
            return;
        };
        let paragraphs = written
            .iter()
            .map(|text| prose_html(self.portal, text, self.route));
        self.list.push(Passage {
            title: title.to_owned(),
            body_html: paragraphs.collect(),
            at: Some(self.portal.place(first.span)),
        });
    }
}
