//! What a product and a contract both declare, so that their pages read it in one way.

use super::link::definitions;
use super::shown_entry;
use super::value::bounded;
use crate::diag::FileId;
use crate::mesh::{self, Product};
use crate::model::{
    AuthoritativeDefinition, Context, CustomProperty, DataContract, DataProduct, Description,
    SupportItem, Synonym, Team, Text, Unknown,
};
use crate::page::Portal;
use crate::page::parts::{Outside, Owner};

/// The fields that products and contracts share.
#[derive(Clone, Copy)]
pub struct Declared<'m> {
    /// `status`.
    pub status: Option<&'m Text>,
    /// `deprecated` (ODPS 1.1).
    pub is_deprecated: bool,
    /// `version`.
    pub version: Option<&'m Text>,
    /// `tags`.
    pub tags: &'m [Text],
    /// `description`.
    pub description: Option<&'m Description>,
    /// `context`.
    pub context: Option<&'m Context>,
    /// `synonyms`.
    pub synonyms: &'m [Synonym],
    /// `authoritativeDefinitions` of the whole.
    pub definitions: &'m [AuthoritativeDefinition],
    /// `support`.
    pub support: &'m [SupportItem],
    /// `team`.
    pub team: Option<&'m Team>,
    /// `customProperties`.
    pub custom: &'m [CustomProperty],
    /// Keys that the standard does not know.
    pub unknown: &'m [Unknown],
    /// The file.
    pub file: FileId,
    /// Whether the file was read to its end.
    pub is_complete: bool,
}

impl<'m> Declared<'m> {
    /// What a product declares; its first contract where it has no manifest.
    pub fn of(portal: &'m Portal, product: &'m Product) -> Option<Declared<'m>> {
        match &product.manifest {
            Some(manifest) => Some(Declared::by_product(manifest)),
            None => {
                let offered = portal.mesh.offered(product);
                let (_, first) = offered.first()?;
                Some(Declared::by_contract(first))
            }
        }
    }

    fn by_product(product: &'m DataProduct) -> Declared<'m> {
        Declared {
            status: product.status.as_ref(),
            is_deprecated: product.deprecated.as_ref().is_some_and(|flag| flag.value),
            version: product.version.as_ref(),
            tags: &product.tags,
            description: product.description.as_ref(),
            context: product.context.as_ref(),
            synonyms: &product.synonyms,
            definitions: &product.authoritative_definitions,
            support: &product.support,
            team: product.team.as_ref(),
            custom: &product.custom_properties,
            unknown: &product.unknown,
            file: product.file,
            is_complete: product.complete,
        }
    }

    /// What a contract declares.
    pub fn by_contract(contract: &'m DataContract) -> Declared<'m> {
        Declared {
            status: contract.status.as_ref(),
            is_deprecated: false,
            version: contract.version.as_ref(),
            tags: &contract.tags,
            description: contract.description.as_ref(),
            context: contract.context.as_ref(),
            synonyms: &[],
            definitions: &contract.authoritative_definitions,
            support: &contract.support,
            team: contract.team.as_ref(),
            custom: &contract.custom_properties,
            unknown: &contract.unknown,
            file: contract.file,
            is_complete: contract.complete,
        }
    }

    /// `status`, lower case.
    pub fn status_word(&self) -> String {
        self.status
            .map_or_else(String::new, |status| status.trim().to_lowercase())
    }

    /// The definitions of the whole, and those of its description.
    pub fn all_definitions(&self) -> Vec<Outside> {
        let mut all = definitions(self.definitions);
        if let Some(description) = self.description {
            all.extend(definitions(&description.authoritative_definitions));
        }
        all
    }

    /// All custom properties: those of the whole, and those of its description.
    pub fn all_custom(&self, portal: &Portal) -> Vec<crate::page::parts::Fact> {
        let mut all = super::custom(portal, self.custom);
        if let Some(description) = self.description {
            all.extend(super::custom(portal, &description.custom_properties));
        }
        all
    }

    /// The value of a custom property.
    pub fn custom(&self, name: &str) -> Option<String> {
        let named = |custom: &&CustomProperty| {
            custom
                .property
                .as_ref()
                .is_some_and(|property| &*property.value == name)
        };
        let custom = self.custom.iter().find(named)?;
        let value = custom.value.as_ref()?.text()?;
        Some(bounded(shown_entry(name, value.trim())))
    }

    /// Who answers for it, as `owner` was found. Members without an owner among them are
    /// shown all the same.
    pub fn owner(&self, portal: &Portal, owner: Option<&mesh::Owner>) -> Option<Owner> {
        match owner {
            Some(owner) => {
                let is_here = portal.files.of(owner.name.span) == self.file;
                Some(super::owner(portal, owner, self.team.filter(|_| is_here)))
            }
            None => {
                let team = self.team.filter(|team| !team.members.is_empty())?;
                Some(super::ownerless(portal, team))
            }
        }
    }
}
