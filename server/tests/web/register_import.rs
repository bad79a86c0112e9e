//! The import of the register against a real database on disk: whole, twice, broken off, and with successions.

use domain::policy::{act, operator};
use server::usecases::schools::import_register::{
    ImportError, Occasion, Progress, Report, Source, apply, preview, register_day,
};
use std::path::{Path, PathBuf};
use store::{Kind, Store};

const HEADER: &str = "URN,EstablishmentName,TypeOfEstablishment (code),EstablishmentStatus (code),LA (code),LA (name),Trusts (code),Trusts (name),Town,Postcode";

/// A database in a folder of its own, with files beside it.
struct Place {
    store: Store,
    folder: tempfile::TempDir,
}

impl Place {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_folder(folder.path()).await.unwrap();
        store.migrate(now()).await.unwrap();
        store.set_kind(Kind::Real).await.unwrap();
        Self { store, folder }
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    async fn apply(&self, register: &Path, links: Option<&Path>) -> Report {
        let permit = operator::site::<act::ImportRegister>(&"operator".parse().unwrap());
        let occasion = Occasion {
            by: None,
            now: now(),
            request: "test".into(),
        };
        apply(
            &self.store,
            &permit,
            &source(register, links),
            &occasion,
            &|_: Progress| {},
        )
        .await
        .unwrap()
    }

    async fn preview(&self, register: &Path) -> Report {
        let permit = operator::site::<act::ImportRegister>(&"operator".parse().unwrap());
        preview(
            &self.store,
            &permit,
            &source(register, None),
            &|_: Progress| {},
        )
        .await
        .unwrap()
    }

    async fn seed(&self, sql: &str) {
        let none: [(&str, String); 0] = [];
        self.store.seed(sql, none).await.unwrap();
    }

    async fn stored(&self, sql: &str) -> serde_json::Value {
        self.store.inspect(sql).await.unwrap()
    }
}

fn source(register: &Path, links: Option<&Path>) -> Source {
    let name = register.file_name().unwrap().to_string_lossy().into_owned();
    Source {
        register: register.to_owned(),
        links: links.map(Path::to_owned),
        name,
    }
}

fn now() -> chrono::DateTime<chrono::Utc> {
    "2027-01-11T09:00:00Z".parse().unwrap()
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/register")
        .join(name)
}

/// `count` schools from URN 100001 on, every fifth in a trust.
fn many(count: u32) -> String {
    let mut text = format!("{HEADER}\n");
    for n in 1..=count {
        let trust = if n % 5 == 0 {
            "5001,Larkfield Trust"
        } else {
            ","
        };
        text.push_str(&format!(
            "{},School number {n},1,1,901,Wendleshire,{trust},Wendleford,ZZ9 1AA\n",
            100_000 + n
        ));
    }
    text
}

fn counts(r: &Report) -> (u64, u64, u64, u64, u64) {
    let s = &r.summary;
    (s.read, s.created, s.updated, s.closed, s.unchanged)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_file_twice_changes_nothing_the_second_time() {
    let place = Place::new().await;
    let file = fixture("twelve-schools.csv");
    assert_eq!(counts(&place.preview(&file).await), (12, 12, 0, 0, 0));
    assert_eq!(
        place.stored("SELECT VALUE id FROM school").await,
        serde_json::json!([]),
        "a preview writes nothing"
    );
    assert_eq!(counts(&place.apply(&file, None).await), (12, 12, 0, 0, 0));
    let before = place.stored("SELECT * FROM school").await;
    assert_eq!(counts(&place.preview(&file).await), (12, 0, 0, 0, 12));
    assert_eq!(counts(&place.apply(&file, None).await), (12, 0, 0, 0, 12));
    assert_eq!(place.stored("SELECT * FROM school").await, before);
    assert_eq!(
        place
            .stored("SELECT verb, detail FROM audit ORDER BY id LIMIT 1")
            .await[0]["verb"],
        "imported the register"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_edition_says_what_it_changed_and_an_open_school_that_closes_counts_once() {
    let place = Place::new().await;
    place.apply(&fixture("twelve-schools.csv"), None).await;
    let next = fixture("twelve-schools-next-term.csv");
    assert_eq!(counts(&place.preview(&next).await), (13, 1, 1, 2, 9));
    assert_eq!(counts(&place.apply(&next, None).await), (13, 1, 1, 2, 9));
    assert_eq!(
        place.stored("SELECT VALUE [name, status, la.name] FROM school WHERE urn IN ['900001', '900008'] ORDER BY urn").await,
        serde_json::json!([
            ["Oakwood Community Primary School", "open", "Wendleshire"],
            ["Castle Street Nursery School", "closed", "Wendleshire"]
        ])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_breaks_off_goes_on_where_it_stopped() {
    let place = Place::new().await;
    let whole = many(1_200);
    // Whatever batches were written before the file, the disk or the process gave out: here the first 700 rows.
    let half: String = whole.lines().take(701).map(|l| format!("{l}\n")).collect();
    place.apply(&place.write("half.csv", &half), None).await;
    let report = place.apply(&place.write("whole.csv", &whole), None).await;
    assert_eq!(counts(&report), (1_200, 500, 0, 0, 700));
    assert_eq!(
        place.stored("SELECT count() AS n, math::sum(IF trust { 1 } ELSE { 0 }) AS t FROM school GROUP ALL").await,
        serde_json::json!([{ "n": 1_200, "t": 240 }])
    );
    assert_eq!(
        place.stored("SELECT VALUE name FROM trust").await,
        serde_json::json!(["Larkfield Trust"])
    );
}

const MEMBER: &str = "
    CREATE partnership:p1 SET name = 'P', created_at = d'2026-09-01T09:00:00Z';
    CREATE membership SET partnership = partnership:p1, school = type::record('school', '900006'), joined = '2026-09-01'";

#[tokio::test(flavor = "multi_thread")]
async fn a_successor_keeps_its_predecessors_record_and_history() {
    let place = Place::new().await;
    place.apply(&fixture("twelve-schools.csv"), None).await;
    place.seed(MEMBER).await;
    let (next, links) = (
        fixture("twelve-schools-next-term.csv"),
        fixture("twelve-schools-links.csv"),
    );
    let report = place.apply(&next, Some(&links)).await;
    assert_eq!(report.successions.as_ref().unwrap().applied, 1);
    let one = serde_json::json!([[
        "school:⟨900006⟩",
        "900013",
        ["900006"],
        "Harrowmere Academy",
        "open"
    ]]);
    let stored = "SELECT VALUE [<string> id, urn, former_urns, name, status] FROM school WHERE urn = '900013' OR former_urns CONTAINS '900006'";
    let found = place.stored(stored).await;
    assert_eq!(found[0][1], one[0][1]);
    assert_eq!(found[0][2], one[0][2]);
    assert_eq!(found[0][3], one[0][3]);
    assert_eq!(found[0][4], one[0][4]);
    assert_eq!(found.as_array().unwrap().len(), 1);
    assert_eq!(
        place
            .stored("SELECT VALUE school.name FROM membership")
            .await,
        serde_json::json!(["Harrowmere Academy"]),
        "the partnership still has it"
    );
    // Again: the predecessor's row is not brought back.
    let again = place.apply(&next, Some(&links)).await;
    assert_eq!(counts(&again), (13, 0, 0, 0, 13));
    assert_eq!(again.successions.unwrap().before, 1);
    assert_eq!(place.stored(stored).await, found);
    for urn in [900_006, 900_013] {
        let id = place
            .store
            .find_school_by_urn(urn.try_into().unwrap())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(id.as_str(), "900006");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_schools_with_a_history_each_stay_apart_and_the_report_says_so() {
    let place = Place::new().await;
    let next = fixture("twelve-schools-next-term.csv");
    place.apply(&next, None).await;
    place.seed(MEMBER).await;
    place
        .seed("CREATE membership SET partnership = partnership:p1, school = type::record('school', '900013'), joined = '2026-09-01'")
        .await;
    let report = place
        .apply(&next, Some(&fixture("twelve-schools-links.csv")))
        .await
        .successions
        .unwrap();
    assert_eq!(
        (report.applied, report.apart_count, report.apart.len()),
        (0, 1, 1)
    );
    assert_eq!(
        place
            .stored("SELECT count() AS n FROM school GROUP ALL")
            .await,
        serde_json::json!([{ "n": 13 }])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_lacks_a_column_is_refused_by_the_columns_name_and_writes_nothing() {
    let place = Place::new().await;
    let file = place.write("wrong.csv", "URN,EstablishmentName\n100001,A\n");
    let permit = operator::site::<act::ImportRegister>(&"operator".parse().unwrap());
    let occasion = Occasion {
        by: None,
        now: now(),
        request: "test".into(),
    };
    let wrong = apply(
        &place.store,
        &permit,
        &source(&file, None),
        &occasion,
        &|_: Progress| {},
    )
    .await
    .unwrap_err();
    assert!(matches!(&wrong, ImportError::Register(_)));
    assert!(
        wrong.to_string().contains("TypeOfEstablishment (name)"),
        "{wrong}"
    );
    assert_eq!(
        place.stored("SELECT * FROM audit").await,
        serde_json::json!([])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_json_of_the_command_line_is_one_object_of_the_agreed_fields() {
    let place = Place::new().await;
    let text = format!(
        "{HEADER}\n100001,A School,1,1,901,Wendleshire,,,,\n100002,A Centre,47,1,901,Wendleshire,,,,\nabc,B School,1,1,901,Wendleshire,,,,\n"
    );
    let source =
        server::cli::import::source(&place.write("edubasealldata20260112.csv", &text), None);
    let report = server::cli::import::import(
        &place.store,
        &source,
        false,
        &server::clock::Clock::system(),
    )
    .await
    .unwrap();
    let json: serde_json::Value =
        serde_json::from_str(&server::cli::import::as_json(&report).unwrap()).unwrap();
    let names: Vec<&str> = json
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        names,
        [
            "closed",
            "created",
            "errors",
            "read",
            "skipped",
            "unchanged",
            "updated"
        ]
    );
    assert_eq!((&json["read"], &json["created"]), (&3.into(), &1.into()));
    assert_eq!(json["errors"][0]["line"], 4);
    assert_eq!(
        json["skipped"]
            .as_object()
            .unwrap()
            .values()
            .next()
            .unwrap(),
        1
    );
    let dates = place.store.find_register_date().await.unwrap().unwrap();
    assert_eq!(dates.of, register_day("edubasealldata20260112.csv"));
}
