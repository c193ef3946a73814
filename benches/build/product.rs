//! One product of the mesh: its manifest, its contract and its docs.

use std::fmt::Write as _;

use crate::mesh::{DOMAINS, Person, TEAMS_IN_A_DOMAIN, team, title};

const QUALITIES: [&str; 16] = [
    "accepted", "active", "assigned", "booked", "closed", "daily", "delayed", "expected", "hourly",
    "monthly", "open", "planned", "regional", "settled", "urgent", "weekly",
];
const THINGS: [&str; 24] = [
    "accounts", "bookings", "carriers", "contacts", "deals", "events", "invoices", "items",
    "limits", "members", "offers", "outlooks", "parcels", "plans", "prices", "rebates", "refunds",
    "routes", "shifts", "sites", "stocks", "tariffs", "trips", "visits",
];
const SUBJECTS: [&str; 20] = [
    "account", "address", "batch", "carrier", "contract", "customer", "delivery", "device",
    "invoice", "item", "order", "parcel", "payment", "price", "product", "region", "route",
    "store", "supplier", "vehicle",
];
/// What a column tells of its subject: the end of its name, its types, and the words
/// before the subject.
const ASPECTS: [(&str, &str, &str, &str); 12] = [
    ("id", "string", "varchar(36)", "Identifier of the"),
    ("code", "string", "varchar(12)", "Short code of the"),
    ("name", "string", "varchar(120)", "Usual name of the"),
    ("status", "string", "varchar(24)", "Current status of the"),
    ("type", "string", "varchar(24)", "Kind of the"),
    ("amount", "number", "decimal", "Amount in euros of the"),
    ("quantity", "integer", "integer", "Number of pieces of the"),
    ("weight_kg", "number", "decimal", "Weight in kg of the"),
    ("created_at", "timestamp", "timestamp", "Start of the"),
    ("valid_from", "date", "date", "First day of validity of the"),
    ("is_active", "boolean", "boolean", "Present use of the"),
    ("country", "string", "char(2)", "Country of the"),
];
const COLUMNS: usize = 40;
/// Shares no factor with the count of pairs of subject and aspect, so that no name comes
/// twice.
const STEP: usize = 73;

/// A data product with its only contract and its only page of docs.
pub(crate) struct Product {
    number: usize,
    /// Unique in the mesh.
    pub(crate) slug: String,
    thing: &'static str,
    team: String,
    owner: Person,
    seed: u64,
}

impl Product {
    /// The product of this number.
    pub(crate) fn new(number: usize) -> Product {
        let mut draw = Draw(number as u64);
        let thing = *draw.one(&THINGS);
        let quality = *draw.one(&QUALITIES);
        let nth = draw.below(TEAMS_IN_A_DOMAIN);
        let domain = number % DOMAINS.len();
        Product {
            number,
            slug: format!("{quality}-{thing}-{number:05}"),
            thing,
            team: team(domain, nth),
            owner: Person::new(domain, nth, 0),
            seed: draw.next(),
        }
    }

    /// The domain that it belongs to.
    pub(crate) fn domain(&self) -> &'static str {
        DOMAINS[self.number % DOMAINS.len()]
    }

    /// The products that it reads: none for one in eight, else one to three, all of them
    /// older, so that the mesh has no circle.
    fn inputs(&self) -> Vec<Product> {
        let mut draw = Draw(!(self.number as u64));
        if self.number == 0 || draw.below(8) == 0 {
            return Vec::new();
        }
        let mut numbers: Vec<usize> = (0..=draw.below(3))
            .map(|_| draw.below(self.number))
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into_iter().map(Product::new).collect()
    }

    fn contract_id(&self) -> String {
        format!("{}.{}", self.domain(), self.slug)
    }

    fn status(&self) -> &'static str {
        match self.number % 20 {
            17 => "proposed",
            18 => "draft",
            19 => "deprecated",
            _ => "active",
        }
    }

    fn version(&self) -> String {
        format!("{}.{}.0", 1 + self.number % 3, self.number % 7)
    }

    /// Its manifest (ODPS 1.0).
    pub(crate) fn manifest(&self) -> String {
        let (slug, domain, thing, team) = (&self.slug, self.domain(), self.thing, &self.team);
        let (name, status, version) = (title(slug), self.status(), self.version());
        let contract = self.contract_id();
        let Person {
            username: owner,
            name: owner_name,
        } = &self.owner;
        let inputs = self.inputs();
        let mut text = format!(
            r##"apiVersion: v1.0.0
kind: DataProduct
id: {domain}-{slug}
name: {name}
version: {version}
status: {status}
domain: {domain}
description:
  purpose: One place for {thing} of {domain}, agreed between those who write them and those who count them.
  usage: For reports and planning by the day; join on the identifiers, never on names.
  limitations: Corrections of the last three days may still come in.
tags: [{domain}, {thing}]
"##
        );
        if !inputs.is_empty() {
            text += "inputPorts:\n";
        }
        for input in &inputs {
            let (slug, version, id) = (&input.slug, input.version(), input.contract_id());
            let _ = write!(
                text,
                "  - name: {slug}\n    version: {version}\n    contractId: {id}\n"
            );
        }
        let _ = write!(
            text,
            r##"outputPorts:
  - name: {thing}
    version: {version}
    type: tables
    description: The {thing} of {domain}, one row each.
    contractId: {contract}
"##
        );
        if !inputs.is_empty() {
            text += "    inputContracts:\n";
        }
        for input in &inputs {
            let (version, id) = (input.version(), input.contract_id());
            let _ = write!(text, "      - id: {id}\n        version: {version}\n");
        }
        let _ = write!(
            text,
            r##"support:
  - channel: "#{team}"
    tool: slack
    scope: interactive
    url: https://chat.company.example/channels/{team}
team:
  name: {team}
  members:
    - username: {owner}
      name: {owner_name}
      role: owner
"##
        );
        text
    }

    /// Its contract (ODCS 3.1).
    pub(crate) fn contract(&self) -> String {
        let (slug, domain, thing, team) = (&self.slug, self.domain(), self.thing, &self.team);
        let (name, status, version) = (title(slug), self.status(), self.version());
        let id = self.contract_id();
        let table = slug.replace('-', "_");
        let mut text = format!(
            r##"apiVersion: v3.1.0
kind: DataContract
id: {id}
name: {name}
version: {version}
status: {status}
domain: {domain}
tags: [{domain}, {thing}]
description:
  purpose: The {thing} of {domain} with what it takes to count them, to plan and to settle.
  usage: One row is one of the {thing}. Read it by day, and take the newest row where one was corrected.
  limitations: Rows of the last three days are preliminary. Not meant for decisions about single people.
servers:
  - server: warehouse
    type: snowflake
    environment: prod
    account: company.eu-central-1
    database: MESH
    schema: {domain}
schema:
  - name: {table}
    physicalName: {table}
    logicalType: object
    physicalType: table
    description: The {thing} of {domain}, one row each, from the moment at which they were recorded.
    dataGranularityDescription: One row for each of the {thing} and day.
    quality:
      - name: rows arrive
        type: library
        metric: rowCount
        mustBeGreaterThan: {rows}
        dimension: completeness
        severity: error
    properties:
"##,
            rows = 100 + self.number % 900,
        );
        self.columns(&mut text);
        let _ = write!(
            text,
            r##"slaProperties:
  - property: frequency
    value: {hours}
    unit: h
    element: {table}
  - property: latency
    value: {latency}
    unit: h
    element: {table}
  - property: availability
    value: "99.{nines}"
    unit: "%"
  - property: retention
    value: {years}
    unit: y
    element: {table}
roles:
  - role: {domain}_reader
    access: read
    description: Reads everything but columns that are restricted.
    firstLevelApprovers: {team}
support:
  - channel: "#{team}"
    tool: slack
    scope: interactive
    url: https://chat.company.example/channels/{team}
team:
  name: {team}
  members:
    - username: {owner}
      name: {owner_name}
      role: owner
"##,
            hours = [1, 6, 24][self.number % 3],
            latency = [2, 8, 26][self.number % 3],
            nines = 1 + self.number % 9,
            years = 1 + self.number % 10,
            owner = self.owner.username,
            owner_name = self.owner.name,
        );
        text
    }

    /// Writes the key, the time of the record, and columns of different names.
    fn columns(&self, text: &mut String) {
        *text += r#"      - name: record_id
        logicalType: string
        physicalType: varchar(36)
        description: Identifier of the row, never used again.
        primaryKey: true
        primaryKeyPosition: 1
        required: true
        unique: true
      - name: recorded_at
        logicalType: timestamp
        physicalType: timestamp
        description: When the row was written, in UTC.
        required: true
"#;
        let mut draw = Draw(self.seed);
        let pairs = SUBJECTS.len() * ASPECTS.len();
        let start = draw.below(pairs);
        for nth in 2..COLUMNS {
            let pair = (start + nth * STEP) % pairs;
            let subject = SUBJECTS[pair % SUBJECTS.len()];
            let (end, logical, physical, words) = ASPECTS[pair / SUBJECTS.len()];
            let _ = write!(
                text,
                "      - name: {subject}_{end}\n        logicalType: {logical}\n        physicalType: {physical}\n        description: {words} {subject}, as the source system tells it.\n"
            );
            if nth < 6 {
                *text += "        required: true\n";
            }
            if subject == "customer" && matches!(end, "name" | "id") {
                *text += "        classification: confidential\n        tags: [personal]\n";
            } else if nth % 3 == 0 {
                *text += "        classification: internal\n";
            }
            if nth % 4 == 0 {
                let _ = writeln!(text, "        examples: [{}]", example(logical, &mut draw));
            }
            if nth % 10 == 0 {
                *text += "        quality:\n          - name: no missing values\n            type: library\n            metric: nullValues\n            mustBe: 0\n            dimension: completeness\n";
            }
        }
    }

    /// Its page of docs.
    pub(crate) fn docs(&self) -> String {
        let (slug, domain, thing, team) = (&self.slug, self.domain(), self.thing, &self.team);
        let name = title(slug);
        let table = slug.replace('-', "_");
        let subject = SUBJECTS[self.number % SUBJECTS.len()];
        let hour = 1 + self.number % 6;
        format!(
            r##"# {name}

What the {team} team wishes it had been told about {thing} of {domain} before it first
counted them. For what each column means, see the contract.

## Counting them

A row is written when something changes, so one of the {thing} has several rows. Take the
newest one of each before you add anything up:

```sql
select {subject}_id, {subject}_status, sum({subject}_amount) as amount
from {domain}.{table}
where recorded_at >= date '2026-01-01'
  and {subject}_status not in ('cancelled', 'draft')
group by {subject}_id, {subject}_status
qualify row_number() over (partition by {subject}_id order by recorded_at desc) = 1
order by amount desc;
```

## When it is new

| day | rows are there by | and final by |
|---|---|---|
| Monday to Friday | 0{hour}:30 | the third day |
| Saturday, Sunday | 09:00 | the following Wednesday |

The run is planned like this; a delay is announced in the team's channel:

```yaml
schedule:
  name: {slug}
  cron: "30 {hour} * * 1-5"
  retries: 3
  notify:
    - "#{team}"
```

## What to keep in mind

- Amounts are in euros, net of tax.
- A {subject} that was merged keeps its old identifier for 90 days.
- Before 2024 the {subject}'s status was not recorded; it is empty there.
"##
        )
    }
}

fn example(logical: &str, draw: &mut Draw) -> String {
    match logical {
        "integer" => draw.below(500).to_string(),
        "number" => format!("{}.{:02}", draw.below(5_000), draw.below(100)),
        "boolean" => "true".to_owned(),
        "date" => format!("\"2026-0{}-1{}\"", 1 + draw.below(9), draw.below(10)),
        "timestamp" => format!(
            "\"2026-0{}-1{}T08:30:00Z\"",
            1 + draw.below(9),
            draw.below(10)
        ),
        _ => format!("\"{}-{:04}\"", draw.one(&SUBJECTS), draw.below(10_000)),
    }
}

/// Numbers that look drawn and are the same each time (SplitMix64).
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn one<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }
}
