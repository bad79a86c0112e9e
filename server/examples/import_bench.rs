//! Imports 50,000 invented schools into a database on disk, twice, and prints seconds and the most memory used.
//!
//! `cargo run --release -p server --example import_bench [ROWS]`

use domain::policy::{act, operator};
use server::usecases::schools::import_register::{Occasion, Progress, Source, apply};
use std::error::Error;
use std::fmt::Write as _;
use std::time::Instant;
use store::{Kind, Store};

const FIRST: [&str; 12] = [
    "Oak", "Ash", "Birch", "Alder", "Elm", "Willow", "Hazel", "Rowan", "Maple", "Cedar", "Larch",
    "Beech",
];
const SECOND: [&str; 12] = [
    "field", "wood", "brook", "ford", "mere", "stead", "ley", "ton", "dale", "hurst", "combe",
    "bury",
];
const KIND: [&str; 6] = [
    "Primary School",
    "Community Primary School",
    "Infant School",
    "Church of England Academy",
    "High School",
    "School",
];

fn main() -> Result<(), Box<dyn Error>> {
    // As the program itself does: the engine's own default is half of the machine's memory. No other thread runs yet.
    #[allow(unsafe_code)]
    unsafe {
        std::env::set_var("SURREAL_SURREALKV_BLOCK_CACHE_CAPACITY", "134217728");
    }
    let rows: u32 = std::env::args()
        .nth(1)
        .and_then(|n| n.parse().ok())
        .unwrap_or(50_000);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .thread_stack_size(16 << 20)
        .enable_all()
        .build()?;
    runtime
        .block_on(async move { tokio::spawn(run(rows)).await? })
        .map_err(|e| e.to_string().into())
}

async fn run(rows: u32) -> Result<(), Box<dyn Error + Send + Sync>> {
    let folder = std::env::temp_dir().join(format!("quintet-import-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let file = folder.join("edubasealldata20260112.csv");
    std::fs::write(&file, invented(rows))?;
    let store = Store::open_folder(&folder).await?;
    let now = server::clock::Clock::system().now();
    store.migrate(now).await?;
    store.set_kind(Kind::Real).await?;
    let source = Source {
        register: file,
        links: None,
        name: "edubasealldata20260112.csv".into(),
    };
    let permit = operator::site::<act::ImportRegister>(&"operator".parse()?);
    println!("memory before: {}", memory());
    for round in ["first import", "the same again"] {
        let since = Instant::now();
        let occasion = Occasion {
            by: None,
            now,
            request: "bench".into(),
        };
        let told = |p: Progress| {
            if p.rows.is_multiple_of(10_000) {
                eprintln!(
                    "{} rows after {:.1} s",
                    p.rows,
                    since.elapsed().as_secs_f32()
                );
            }
        };
        let report = apply(&store, &permit, &source, &occasion, &told).await?;
        let s = report.summary;
        println!(
            "{round}: {} rows, {} created, {} unchanged in {:.1} s; most memory so far: {}",
            s.read,
            s.created,
            s.unchanged,
            since.elapsed().as_secs_f32(),
            memory()
        );
    }
    let search = domain::policy::operator::site::<act::SearchSchools>(&"operator".parse()?);
    for words in [
        "oakfield",
        "oak prim",
        "123456",
        "zz9 1aa",
        "primary school",
    ] {
        let since = Instant::now();
        let found = store.search_schools(&search, words, 0, 25).await?;
        println!(
            "{words:?}: {} found in {:.0} ms",
            found.total,
            since.elapsed().as_secs_f32() * 1000.0
        );
    }
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

/// A register of invented schools, about 300 bytes a row.
fn invented(rows: u32) -> String {
    let mut out = String::from(
        "URN,LA (code),LA (name),EstablishmentName,TypeOfEstablishment (code),EstablishmentStatus (code),PhaseOfEducation (code),StatutoryLowAge,StatutoryHighAge,SchoolCapacity,NumberOfPupils,Trusts (code),Trusts (name),Street,Town,Postcode,SchoolWebsite,Easting,Northing\n",
    );
    for n in 0..rows {
        let pick = |list: &[&'static str], by: u32| list[(n / by) as usize % list.len()];
        let (first, second, kind) = (pick(&FIRST, 1), pick(&SECOND, 12), pick(&KIND, 144));
        let trust = if n % 2 == 0 {
            format!("{},Trust {}", 5_000 + n % 3_000, n % 3_000)
        } else {
            ",".into()
        };
        let _ = writeln!(
            out,
            "{},{:03},Authority {},{first}{second} {kind},1,1,2,4,11,420,398,{trust},{} High Street,{second}{first},ZZ{} {}AA,www.school{n}.example,{},{}",
            100_000 + n,
            n % 152,
            n % 152,
            n % 200,
            n % 90,
            n % 9,
            400_000 + n,
            200_000 + n
        );
    }
    out
}

/// Most memory that the process has held, as Linux tells it.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find_map(|l| l.strip_prefix("VmHWM:"))
        .map_or_else(|| "not known here".into(), |l| l.trim().to_owned())
}
