use rayon::ThreadPoolBuilder;

use super::*;

fn column(name: &str) -> Column {
    Column {
        name: name.to_owned(),
        ..Column::default()
    }
}

fn parcels() -> Record {
    Record {
        domain: "logistics".to_owned(),
        owner: "Parcel Team".to_owned(),
        tables: vec![
            Table {
                name: "parcel".to_owned(),
                url: "contracts/logistics/parcels.html#parcel.".to_owned(),
                columns: vec![column("weight_kg"), column("created_at")],
                ..Table::default()
            },
            Table {
                name: "event".to_owned(),
                url: "contracts/logistics/parcels.html#event.".to_owned(),
                columns: vec![column("created_at")],
                ..Table::default()
            },
        ],
        ..Record::new(Kind::Product, "Parcels", "products/logistics/parcels.html")
    }
}

fn orders() -> Record {
    Record {
        domain: "commerce".to_owned(),
        body: "What customers order; see parcels.".to_owned(),
        tables: vec![Table {
            name: "order".to_owned(),
            url: "contracts/commerce/orders.html#order.".to_owned(),
            columns: vec![Column {
                names: vec!["Gross weight".to_owned()],
                ..column("wgt")
            }],
            ..Table::default()
        }],
        ..Record::new(Kind::Product, "Orders", "products/commerce/orders.html")
    }
}

/// The row of `term` in the files of `family`.
fn row(shards: &[Shard], family: &str, term: &str) -> Option<String> {
    let start = format!("[\"{term}\",");
    let prefix = format!("search/{family}");
    shards
        .iter()
        .filter(|shard| shard.route.starts_with(&prefix))
        .flat_map(|shard| str::from_utf8(&shard.bytes).unwrap().lines())
        .find(|line| line.starts_with(&start))
        .map(|line| line.trim_end_matches(',').to_owned())
}

#[test]
fn rows_say_who_has_a_term() {
    let shards = index(vec![parcels(), orders()]);
    for (family, term, expected) in [
        // The title of the second record, the text of the first.
        ("words", "parcels", Some(r#"["parcels","F11310"]"#)),
        // Both tables of a record, the second by its place.
        (
            "names",
            "createdat",
            Some(r#"["createdat","",[["created_at","20001"]]]"#),
        ),
        ("words", "kg", Some(r#"["kg","",[["weight_kg","2"]]]"#)),
        // Under a further name, with the column's own.
        (
            "words",
            "weight",
            Some(r#"["weight","",[["weight_kg","2"],["wgt","1","","Gross weight"]]]"#),
        ),
        ("names", "parcelteam", Some(r#"["parcelteam","811"]"#)),
        ("words", "what", Some(r#"["what","310"]"#)),
        ("words", "the", None),
    ] {
        assert_eq!(row(&shards, family, term).as_deref(), expected, "{term}");
    }
}

#[test]
fn the_index_depends_on_the_records_alone() {
    let many = || {
        (0..500).map(|number| Record {
            title: format!("Parcels {}", number * 7 % 500),
            ..parcels()
        })
    };
    let on = |threads| {
        let pool = ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| index(many().collect::<Vec<_>>()))
    };
    let one = on(1);
    assert!(one == on(8));
    assert!(one == index(many().rev().collect::<Vec<_>>()));
}

#[test]
fn a_changed_text_changes_the_files_of_its_terms_alone() {
    let build = |changed: bool| {
        let records = (0..2000u32).map(|number| Record {
            body: match number {
                777 if changed => "zebra".to_owned(),
                _ => format!("word{} word{}", number * 31 % 1999, number * 17 % 1999),
            },
            ..Record::new(
                Kind::Doc,
                format!("Page {number}"),
                format!("docs/{number}.html"),
            )
        });
        index(records.collect::<Vec<_>>())
    };
    let (before, after) = (build(false), build(true));
    let same = after.iter().filter(|shard| before.contains(shard)).count();
    // `main.js`, and the files of two words gone and one come.
    assert!(
        after.len() - same <= 4,
        "{} of {}",
        after.len() - same,
        after.len()
    );
}

#[test]
fn hostile_texts_stay_texts() {
    let hostile = "\"]);alert(1)//\\\n</script>\u{2028}\u{0}'`${x}";
    let record = Record {
        context: hostile.to_owned(),
        summary: hostile.to_owned(),
        status: hostile.to_owned(),
        tags: vec![hostile.to_owned()],
        names: vec![hostile.to_owned()],
        body: hostile.to_owned(),
        tables: vec![Table {
            name: hostile.to_owned(),
            url: hostile.to_owned(),
            names: vec![hostile.to_owned()],
            columns: vec![Column {
                anchor: hostile.to_owned(),
                names: vec![hostile.repeat(100)],
                ..column(hostile)
            }],
        }],
        ..Record::new(Kind::Product, hostile, hostile)
    };
    for shard in index(vec![record]) {
        let text = String::from_utf8(shard.bytes).unwrap();
        if shard.route == "search/engine.js" {
            continue;
        }
        let rows = text
            .split_once(',')
            .and_then(|(_, rest)| rest.strip_suffix(");\n"))
            .unwrap();
        serde_json::from_str::<serde_json::Value>(rows).unwrap();
    }
}

#[test]
fn nothing_is_an_index_too() {
    let routes: Vec<_> = index(Vec::<Record>::new())
        .into_iter()
        .map(|shard| shard.route)
        .collect();
    assert_eq!(routes, ["search/engine.js", "search/main.js"]);
}

#[test]
fn what_is_deprecated_comes_last_among_equals() {
    let titled = |title: &str, status: &str| Record {
        status: status.to_owned(),
        ..Record::new(Kind::Product, title, format!("products/{title}.html"))
    };
    let shards = index(vec![
        titled("A", "deprecated"),
        titled("B", "active"),
        Record::new(Kind::Team, "A", "teams/a.html"),
    ]);
    let cards = shards
        .iter()
        .find(|shard| shard.route == "search/cards-0.js")
        .unwrap();
    let text = str::from_utf8(&cards.bytes).unwrap();
    let places = ["products/B", "products/A", "teams/a"].map(|url| text.find(url).unwrap());
    assert!(places.is_sorted(), "{text}");
}
