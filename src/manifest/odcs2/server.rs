//! Where the data is: in ODCS 2 the keys at the root describe one server.

use crate::manifest::reader::Object;
use crate::manifest::upgrade::said;
use crate::model::{Server, ServerField, Text};

/// The keys of ODCS 2 with those of ODCS 3. `username` and `password` have no place.
const FIELDS: &[(&str, &str)] = &[
    ("server", "host"),
    ("project", "project"),
    ("datasetProject", "project"),
    ("database", "database"),
    ("driver", "driver"),
    ("driverVersion", "driverVersion"),
];

/// The one server; none where nothing but the name of the dataset is known.
pub(super) fn servers(o: &Object<'_, '_, '_>, dataset: Option<&Text>) -> Vec<Server> {
    credentials(o);
    let system = o.text("sourceSystem");
    let mut fields: Vec<_> = FIELDS
        .iter()
        .filter_map(|&(old, key)| {
            let value = o.text(old)?;
            let key = said(o, old, key);
            Some(ServerField { key, value })
        })
        .collect();
    if system.is_none() && fields.is_empty() {
        return Vec::new();
    }
    if let Some(dataset) = dataset {
        fields.push(ServerField {
            key: said(o, "datasetName", "dataset"),
            value: dataset.clone(),
        });
    }
    fields.sort_by_key(|field| field.value.span.start);
    let at = fields.iter().map(|field| field.key.span);
    let at = at.chain(system.as_ref().map(|system| system.span));
    let span = at.min_by_key(|span| span.start).unwrap_or(o.span);
    let host = fields.iter().find(|field| &*field.key.value == "host");
    vec![Server {
        server: host.map(|host| host.value.clone()),
        kind: system.map(|system| Text::new(system.trim().to_lowercase().into(), system.span)),
        description: None,
        environment: None,
        fields,
        span,
    }]
}

/// Looks only at what they are; what they say stands in no message.
fn credentials(o: &Object<'_, '_, '_>) {
    for key in ["username", "password"] {
        let Some(node) = o.node(key) else { continue };
        if node.noun() != "a text" {
            let message = format!("`{key}` is {}, not a text", node.noun());
            o.reader.report(
                &crate::manifest::WRONG_TYPE,
                node.span,
                message,
                |finding| finding.help("remove it: ODCS 3 has no place for credentials"),
            );
        }
    }
}
