//! The languages that have a scanner of their own.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::paint::{Class, Painter};
use super::scan::{self, Quote};

/// How the code of one language is told apart.
pub(super) struct Language {
    /// What authors write behind the fence.
    names: &'static [&'static str],
    pub(super) line_comments: &'static [&'static str],
    pub(super) block_comment: Option<(&'static str, &'static str)>,
    pub(super) quotes: &'static [Quote],
    /// Words of a class, separated by spaces.
    words: &'static [(Class, &'static str)],
    /// Whether words count in any case; then they are listed in lower case.
    any_case: bool,
    /// What makes a key of the word or string before it.
    pub(super) key_mark: Option<char>,
    /// Whether `-` belongs to words.
    pub(super) dashes: bool,
    /// Whether `$name` and `${name}` are variables.
    pub(super) variables: bool,
    /// Whether a word with a capital is a type.
    pub(super) capital_types: bool,
}

impl Language {
    /// The class of a word that the language knows.
    pub(super) fn class(&self, word: &str) -> Option<Class> {
        let known = &KNOWN[self.names[0]];
        if self.any_case {
            // No listed word is longer.
            if word.len() > 24 {
                return None;
            }
            return known.get(word.to_ascii_lowercase().as_str()).copied();
        }
        known.get(word).copied()
    }
}

type Words = HashMap<&'static str, Class>;

/// The words of each language, by its first name.
static KNOWN: LazyLock<HashMap<&'static str, Words>> = LazyLock::new(|| {
    let words = |language: &Language| -> Words {
        let lists = language.words.iter();
        lists
            .flat_map(|&(class, list)| list.split(' ').map(move |word| (word, class)))
            .collect()
    };
    LANGUAGES
        .iter()
        .map(|language| (language.names[0], words(language)))
        .collect()
});

/// How to paint a language by one of its names.
pub(super) enum Scanner {
    Words(&'static Language),
    Yaml,
    Tags,
    Diff,
}

impl Scanner {
    /// The scanner of a language by the name that stands behind the fence.
    pub(super) fn of(name: &str) -> Option<Scanner> {
        match name {
            "yaml" | "yml" => Some(Scanner::Yaml),
            "xml" | "html" | "xhtml" | "svg" | "xsd" => Some(Scanner::Tags),
            "diff" | "patch" => Some(Scanner::Diff),
            _ => {
                let language = LANGUAGES
                    .iter()
                    .find(|language| language.names.contains(&name))?;
                Some(Scanner::Words(language))
            }
        }
    }

    /// Paints code of the language.
    pub(super) fn paint(&self, code: &str, painter: &mut Painter) {
        match self {
            Scanner::Words(language) => scan::words(language, code, painter),
            Scanner::Yaml => scan::yaml(code, painter),
            Scanner::Tags => scan::tags(code, painter),
            Scanner::Diff => scan::diff(code, painter),
        }
    }
}

const fn quote(open: &'static str, close: &'static str) -> Quote {
    Quote {
        open,
        close,
        class: Class::Text,
        escapes: true,
        lines: false,
    }
}

const fn long_quote(mark: &'static str) -> Quote {
    Quote {
        open: mark,
        close: mark,
        class: Class::Text,
        escapes: true,
        lines: true,
    }
}

const fn verbatim(mark: &'static str, class: Class) -> Quote {
    Quote {
        open: mark,
        close: mark,
        class,
        escapes: false,
        lines: true,
    }
}

const DOUBLE: Quote = quote("\"", "\"");
const SINGLE: Quote = quote("'", "'");

/// What most languages with braces have in common.
const BRACES: Language = Language {
    names: &[],
    line_comments: &["//"],
    block_comment: Some(("/*", "*/")),
    quotes: &[DOUBLE, SINGLE],
    words: &[],
    any_case: false,
    key_mark: None,
    dashes: false,
    variables: false,
    capital_types: true,
};

/// What languages with `#` comments and no types have in common.
const HASHES: Language = Language {
    line_comments: &["#"],
    block_comment: None,
    capital_types: false,
    ..BRACES
};

const LANGUAGES: &[Language] = &[
    Language {
        names: &[
            "json", "jsonc", "json5", "jsonl", "ndjson", "avsc", "geojson",
        ],
        words: &[(Class::Number, "true false null")],
        key_mark: Some(':'),
        capital_types: false,
        ..BRACES
    },
    Language {
        names: &[
            "sql",
            "postgresql",
            "postgres",
            "pgsql",
            "mysql",
            "tsql",
            "plsql",
            "snowflake",
            "bigquery",
            "redshift",
            "databricks",
            "duckdb",
            "sqlite",
            "ddl",
            "dbt",
            "spark-sql",
            "trino",
        ],
        line_comments: &["--"],
        quotes: &[
            verbatim("'", Class::Text),
            verbatim("\"", Class::Name),
            verbatim("`", Class::Name),
        ],
        words: &[
            (
                Class::Keyword,
                "select from where group by having order limit offset fetch first rows only union all intersect except \
                 join inner left right full outer cross lateral on using as with recursive distinct case when then else \
                 end and or not in is like ilike similar between exists any some insert into values update set delete \
                 merge matched create replace alter drop table view materialized index schema database temporary temp \
                 if primary key foreign references unique check default constraint add column rename to grant revoke \
                 usage role user begin commit rollback transaction partition over window range unbounded preceding \
                 following current row qualify pivot unpivot explain analyze truncate returning asc desc nulls last \
                 interval cast collate cluster clustered stored format location options comment use show describe \
                 tablesample sample generated always identity function procedure returns language declare call do \
                 copy stage stream task warehouse",
            ),
            (Class::Number, "null true false"),
            (
                Class::Type,
                "int integer bigint smallint tinyint numeric decimal number float double precision real boolean bool \
                 char varchar nvarchar text string date time timestamp timestamptz datetime uuid json jsonb variant \
                 array struct map binary varbinary bytea blob clob serial bigserial money geography geometry int64 \
                 float64 timestamp_ntz timestamp_ltz timestamp_tz",
            ),
        ],
        any_case: true,
        capital_types: false,
        ..BRACES
    },
    Language {
        names: &[
            "toml",
            "ini",
            "cfg",
            "conf",
            "properties",
            "env",
            "dotenv",
            "editorconfig",
        ],
        line_comments: &["#", ";"],
        quotes: &[
            long_quote("\"\"\""),
            verbatim("'''", Class::Text),
            DOUBLE,
            SINGLE,
        ],
        words: &[(Class::Number, "true false")],
        key_mark: Some('='),
        dashes: true,
        ..HASHES
    },
    Language {
        names: &["hcl", "terraform", "tf", "tfvars"],
        line_comments: &["#", "//"],
        block_comment: Some(("/*", "*/")),
        words: &[
            (
                Class::Keyword,
                "resource data variable output module provider terraform locals moved import for in if else endif",
            ),
            (
                Class::Type,
                "string number bool list map set object any tuple",
            ),
            (Class::Number, "true false null"),
        ],
        key_mark: Some('='),
        dashes: true,
        ..HASHES
    },
    Language {
        names: &["python", "py", "pyspark", "python3"],
        quotes: &[long_quote("\"\"\""), long_quote("'''"), DOUBLE, SINGLE],
        words: &[
            (
                Class::Keyword,
                "and as assert async await break class continue def del elif else except finally for from global if \
                 import in is lambda match nonlocal not or pass raise return try while with yield",
            ),
            (Class::Number, "True False None"),
            (
                Class::Type,
                "int str float bool bytes list dict set tuple object",
            ),
            (Class::Name, "self cls"),
        ],
        capital_types: true,
        ..HASHES
    },
    Language {
        names: &[
            "bash",
            "sh",
            "shell",
            "zsh",
            "console",
            "shell-session",
            "shellsession",
        ],
        quotes: &[long_quote("\""), verbatim("'", Class::Text)],
        words: &[(
            Class::Keyword,
            "if then else elif fi for in do done while until case esac function return exit export local readonly \
             set unset source trap echo cd sudo",
        )],
        dashes: true,
        variables: true,
        ..HASHES
    },
    Language {
        names: &["dockerfile", "docker", "containerfile"],
        words: &[(
            Class::Keyword,
            "FROM AS RUN CMD LABEL MAINTAINER EXPOSE ENV ADD COPY ENTRYPOINT VOLUME USER WORKDIR ARG ONBUILD \
             STOPSIGNAL HEALTHCHECK SHELL",
        )],
        dashes: true,
        variables: true,
        ..HASHES
    },
    Language {
        names: &["javascript", "js", "jsx", "mjs", "typescript", "ts", "tsx"],
        quotes: &[DOUBLE, SINGLE, long_quote("`")],
        words: &[
            (
                Class::Keyword,
                "abstract as async await break case catch class const continue debugger declare default delete do else \
                 enum export extends finally for from function get if implements import in instanceof interface keyof \
                 let namespace new of private protected public readonly return satisfies set static super switch throw \
                 try type typeof var void while with yield",
            ),
            (Class::Number, "true false null undefined NaN Infinity"),
            (
                Class::Type,
                "any bigint boolean never number object string symbol unknown",
            ),
            (Class::Name, "this"),
        ],
        ..BRACES
    },
    Language {
        names: &[
            "java", "kotlin", "kt", "scala", "groovy", "csharp", "cs", "c#",
        ],
        quotes: &[long_quote("\"\"\""), DOUBLE, SINGLE],
        words: &[
            (
                Class::Keyword,
                "abstract as assert async await base break case catch class companion const continue data def default \
                 do else enum event explicit extends extern final finally fixed for foreach fun given goto if implements \
                 implicit import in init inner instanceof interface internal is lateinit lazy match module namespace \
                 native new object of open operator out override package params permits private protected public \
                 readonly record ref return sealed static strictfp struct super suspend switch synchronized throw throws \
                 trait transient try type typeof using val var virtual volatile when where while with yield",
            ),
            (Class::Number, "true false null"),
            (
                Class::Type,
                "boolean byte char decimal double float int long short string uint ulong ushort void bool",
            ),
            (Class::Name, "this"),
        ],
        ..BRACES
    },
    Language {
        names: &["c", "h", "cpp", "c++", "cc", "hpp", "objc", "objective-c"],
        words: &[
            (
                Class::Keyword,
                "alignas auto break case catch class const constexpr continue default delete do else enum explicit export \
                 extern final for friend goto if inline mutable namespace new noexcept operator override private protected \
                 public register return sizeof static struct switch template throw try typedef typename union using virtual \
                 volatile while define include ifdef ifndef endif elif undef pragma",
            ),
            (Class::Number, "true false nullptr NULL"),
            (
                Class::Type,
                "bool char double float int int8_t int16_t int32_t int64_t long short signed size_t uint8_t uint16_t uint32_t \
                 uint64_t unsigned void wchar_t",
            ),
            (Class::Name, "this"),
        ],
        ..BRACES
    },
    Language {
        names: &["makefile", "make", "mk", "gnumake"],
        words: &[(
            Class::Keyword,
            "ifeq ifneq ifdef ifndef else endif include define endef export override",
        )],
        key_mark: Some(':'),
        dashes: true,
        variables: true,
        ..HASHES
    },
    Language {
        names: &["go", "golang"],
        quotes: &[DOUBLE, SINGLE, verbatim("`", Class::Text)],
        words: &[
            (
                Class::Keyword,
                "break case chan const continue default defer else fallthrough for func go goto if import interface map \
                 package range return select struct switch type var",
            ),
            (Class::Number, "true false nil iota"),
            (
                Class::Type,
                "any bool byte complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string uint \
                 uint8 uint16 uint32 uint64 uintptr",
            ),
        ],
        ..BRACES
    },
    Language {
        names: &["rust", "rs"],
        // A single quote begins a lifetime as often as a character.
        quotes: &[long_quote("\"")],
        words: &[
            (
                Class::Keyword,
                "as async await break const continue crate dyn else enum extern fn for if impl in let loop match mod \
                 move mut pub ref return static struct super trait type union unsafe use where while",
            ),
            (Class::Number, "true false"),
            (
                Class::Type,
                "bool char f32 f64 i8 i16 i32 i64 i128 isize str u8 u16 u32 u64 u128 usize",
            ),
            (Class::Name, "self"),
        ],
        ..BRACES
    },
    Language {
        names: &["graphql", "gql"],
        line_comments: &["#"],
        block_comment: None,
        quotes: &[long_quote("\"\"\""), DOUBLE],
        words: &[
            (
                Class::Keyword,
                "query mutation subscription fragment on type input enum interface union scalar schema extend directive \
                 implements repeatable",
            ),
            (Class::Number, "true false null"),
        ],
        key_mark: Some(':'),
        variables: true,
        ..BRACES
    },
    Language {
        names: &["protobuf", "proto"],
        words: &[
            (
                Class::Keyword,
                "syntax package import public option message enum service rpc returns stream oneof map repeated optional \
                 required reserved extend extensions to",
            ),
            (Class::Number, "true false"),
            (
                Class::Type,
                "double float int32 int64 uint32 uint64 sint32 sint64 fixed32 fixed64 sfixed32 sfixed64 bool string bytes",
            ),
        ],
        ..BRACES
    },
];
