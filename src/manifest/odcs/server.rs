//! `servers` of a data contract: common fields, and the fields of each type of server.

use super::shape::field_of_server;
use crate::document::Value;
use crate::manifest::reader::Object;
use crate::model::{Server, ServerField, Spanned};

/// `servers`.
pub(super) fn servers(contract: &Object<'_, '_, '_>) -> Vec<Server> {
    contract.objects("servers", "servers[]", server)
}

fn server(o: &Object<'_, '_, '_>) -> Server {
    let kind = o.text("type");
    Server {
        server: o.text("server"),
        description: o.text("description"),
        environment: o.text("environment"),
        fields: fields(o, kind.as_ref().map(|text| &*text.value)),
        kind,
        span: o.span,
    }
}

/// The fields of the server's type that stand in the file, in its order.
fn fields(o: &Object<'_, '_, '_>, kind: Option<&str>) -> Vec<ServerField> {
    let present = o.entries().iter().filter_map(|entry| {
        let key = field_of_server(kind, &entry.key)?;
        let Value::Scalar(_) = &entry.value.value else {
            return None;
        };
        Some(ServerField {
            key: Spanned::new(key.into(), entry.key_span),
            value: o.reader.text(&entry.value, key)?,
        })
    });
    present.collect()
}
