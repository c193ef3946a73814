//! Names of columns that look like personal data.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::words::words;

/// A kind of personal data, and the words by which columns of it go. One word of a name, or
/// several in a row, must match.
struct Kind(&'static str, &'static [&'static [&'static str]]);

const KINDS: &[Kind] = &[
    Kind(
        "e-mail address",
        &[
            &["email"],
            &["emails"],
            &["e", "mail"],
            &["mail", "address"],
        ],
    ),
    Kind(
        "telephone number",
        &[
            &["phone"],
            &["phones"],
            &["telephone"],
            &["cellphone"],
            &["msisdn"],
            &["fax", "number"],
            &["mobile", "number"],
            &["mobile", "no"],
            &["mobile", "nr"],
        ],
    ),
    Kind(
        "bank account",
        &[&["iban"], &["bank", "account"], &["account", "holder"]],
    ),
    Kind(
        "payment card",
        &[
            &["credit", "card"],
            &["debit", "card"],
            &["card", "number"],
            &["card", "holder"],
            &["cardholder"],
            &["cvv"],
            &["cvc"],
        ],
    ),
    Kind(
        "number of a person",
        &[
            &["ssn"],
            &["social", "security"],
            &["national", "id"],
            &["passport"],
            &["personnummer"],
            &["identity", "card"],
            &["id", "card"],
            &["driver", "license"],
            &["driver", "licence"],
            &["drivers", "license"],
            &["drivers", "licence"],
            &["driving", "licence"],
            &["driving", "license"],
            &["nhs", "number"],
        ],
    ),
    Kind(
        "date of birth",
        &[
            &["birthdate"],
            &["birthday"],
            &["birth", "date"],
            &["birth", "day"],
            &["dob"],
            &["date", "of", "birth"],
            &["place", "of", "birth"],
            &["birth", "place"],
            &["birthplace"],
        ],
    ),
    Kind(
        "name of a person",
        &[
            &["first", "name"],
            &["firstname"],
            &["last", "name"],
            &["lastname"],
            &["surname"],
            &["forename"],
            &["given", "name"],
            &["family", "name"],
            &["middle", "name"],
            &["maiden", "name"],
            &["full", "name"],
            &["fullname"],
            &["person", "name"],
            &["driver", "name"],
            &["employee", "name"],
            &["patient", "name"],
            &["courier", "name"],
            &["consignee", "name"],
            &["recipient", "name"],
            &["contact", "name"],
            &["contact", "person"],
        ],
    ),
    Kind(
        "postal address",
        &[
            &["street"],
            &["house", "number"],
            &["home", "address"],
            &["postal", "address"],
            &["mailing", "address"],
            &["delivery", "address"],
            &["shipping", "address"],
            &["billing", "address"],
            &["residential", "address"],
            &["customer", "address"],
            &["street", "address"],
            &["address", "line"],
            &["address"],
        ],
    ),
    Kind("network address", &[&["ip", "address"]]),
    Kind(
        "belief, health or origin",
        &[
            &["ethnicity"],
            &["religion"],
            &["sexual", "orientation"],
            &["blood", "type"],
            &["diagnosis"],
        ],
    ),
];

/// Words behind a match, which make it something about the data rather than the data.
const BEHIND: &[&str] = &[
    "amount",
    "at",
    "balance",
    "bounced",
    "bounces",
    "campaign",
    "category",
    "channel",
    "clicked",
    "clicks",
    "code",
    "confirmed",
    "consent",
    "count",
    "country",
    "counts",
    "flag",
    "format",
    "hash",
    "hashed",
    "id",
    "ids",
    "key",
    "kind",
    "language",
    "length",
    "limit",
    "masked",
    "md5",
    "method",
    "model",
    "on",
    "opened",
    "opens",
    "opt",
    "optin",
    "payment",
    "payments",
    "preference",
    "present",
    "price",
    "provider",
    "quality",
    "rate",
    "ratio",
    "score",
    "sent",
    "seq",
    "sequence",
    "sha",
    "source",
    "space",
    "state",
    "status",
    "subject",
    "template",
    "time",
    "timestamp",
    "token",
    "total",
    "ts",
    "type",
    "usage",
    "valid",
    "verified",
    "version",
];

/// Words before a match, for the same reason.
const BEFORE: &[&str] = &[
    "count", "counts", "distinct", "has", "hashed", "hash", "is", "last", "masked", "num",
    "number", "share", "valid",
];

/// Words before `address` and `street` that make it the place of something else than a person.
const PLACES: &[&str] = &[
    "branch",
    "bucket",
    "business",
    "company",
    "contract",
    "depot",
    "device",
    "facility",
    "host",
    "hub",
    "mac",
    "machine",
    "memory",
    "office",
    "plant",
    "server",
    "shop",
    "site",
    "smart",
    "station",
    "store",
    "supplier",
    "token",
    "vendor",
    "venue",
    "wallet",
    "warehouse",
    "web",
    "website",
];

/// The longest word of each pattern: a name without any of them is no personal data, which
/// is told for most names before they are taken apart.
static LONGEST_WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let patterns = KINDS.iter().flat_map(|Kind(_, patterns)| *patterns);
    let longest = patterns.filter_map(|pattern| pattern.iter().max_by_key(|word| word.len()));
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .kind(Some(AhoCorasickKind::DFA))
        .build(longest)
        .expect("the words of personal data are few and short")
});

/// The kind of personal data that a name is the name of, if it is one.
pub(super) fn kind_of_person_data(name: &str) -> Option<&'static str> {
    if !LONGEST_WORDS.is_match(name) {
        return None;
    }
    let words: Vec<&str> = words(name).take(MOST_WORDS + 1).collect();
    // A whole sentence is a description, not a name.
    if words.len() > MOST_WORDS {
        return None;
    }
    let is_one_of =
        |word: &str, list: &[&str]| list.iter().any(|known| word.eq_ignore_ascii_case(known));
    for Kind(kind, patterns) in KINDS {
        for pattern in *patterns {
            let same = |window: &&[&str]| {
                window
                    .iter()
                    .zip(*pattern)
                    .all(|(word, known)| word.eq_ignore_ascii_case(known))
            };
            let Some(at) = words
                .windows(pattern.len())
                .position(|window| same(&window))
            else {
                continue;
            };
            let (before, behind) = (&words[..at], &words[at + pattern.len()..]);
            let is_place = matches!(*pattern, ["address"] | ["street"])
                && before.iter().any(|word| is_one_of(word, PLACES));
            let is_about = before.iter().any(|word| is_one_of(word, BEFORE))
                || behind.iter().any(|word| is_one_of(word, BEHIND));
            if !is_place && !is_about {
                return Some(kind);
            }
        }
    }
    None
}

const MOST_WORDS: usize = 6;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_personal_data_are_told_from_names_of_other_things() {
        for name in [
            "email",
            "E-Mail",
            "e_mail",
            "customerEmail",
            "contact_email_address",
            "EMAILS",
            "mail_address",
            "phone",
            "phone_number",
            "mobile_number",
            "telephoneNo",
            "msisdn",
            "consignee_phone",
            "iban",
            "IBAN_NUMBER",
            "bank_account",
            "bankAccountNo",
            "card_number",
            "credit_card",
            "cardholder",
            "cvv",
            "ssn",
            "social_security_number",
            "national_id",
            "passport_no",
            "driver_licence",
            "birth_date",
            "birthdate",
            "dateOfBirth",
            "DOB",
            "birthday",
            "first_name",
            "FirstName",
            "lastname",
            "customer_last_name",
            "surname",
            "given_name",
            "family_name",
            "full_name",
            "driver_name",
            "consignee_name",
            "contact_person",
            "address",
            "delivery_address",
            "street",
            "street_name",
            "home_address",
            "address_line_1",
            "addressLine2",
            "house_number",
            "ip_address",
            "IPAddress",
            "religion",
            "ethnicity",
            "diagnosis",
        ] {
            assert!(kind_of_person_data(name).is_some(), "{name}");
        }
        for name in [
            "email_count",
            "email_id",
            "email_sent_at",
            "email_hash",
            "email_sha256",
            "is_email_valid",
            "has_phone",
            "email_campaign",
            "email_template",
            "phone_model",
            "phone_type",
            "address_id",
            "address_type",
            "address_country",
            "mac_address",
            "warehouse_address",
            "store_street",
            "web_address",
            "server_address",
            "memory_address",
            "number_of_emails",
            "card_type",
            "name",
            "product_name",
            "column_name",
            "depot_name",
            "file_name",
            "birth_rate",
            "account_number",
            "mobile",
            "mobile_app",
            "last_email_at",
            "mailing_list",
            "streetlight",
            "addressed",
            "emailed",
            "dobson",
            "international_code",
            "valid_until",
            "order_id",
            "passport_count",
            "card_no",
            "credit_card_amount",
            "address_seq",
            "credit_card_limit",
            "identifier",
            "phonetic",
            "first_name_count",
            "surname_hash",
            "ip_version",
            "smart_contract_address",
            "Number of the street in which the depot stands",
        ] {
            assert_eq!(kind_of_person_data(name), None, "{name}");
        }
    }
}
