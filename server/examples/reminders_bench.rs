//! How long it takes to compose and queue the reminders of one morning: 10,000 headteachers, each with a task that is
//! due today, in 50 cycles. Prints the seconds; an optimised build should need fewer than ten.
//!
//! `cargo run --release -p server --example reminders_bench [CYCLES] [FOLDER]`: 50 cycles without a number; with a
//! folder the database is on disk, without one in memory.
#![allow(clippy::unwrap_used)]

use chrono::{DateTime, Utc};
use server::clock::Clock;
use server::email::Mailer;
use server::jobs::compose_daily;
use server::state::{App, Settings};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;
use store::{Kind, Store};

const SCHOOLS: u32 = 200;

/// One cycle with its coordinator, schools, heads and reviews. The day of the visit has to be agreed on 11 January.
const SEED: &str = "
    LET $p = type::record('partnership', $c);
    LET $cycle = type::record('cycle', $c);
    CREATE $p SET name = string::concat('Partnership ', $c), created_at = d'2026-09-01T09:00:00Z';
    CREATE type::record('person', string::concat('c', $c)) SET name = 'Cora Dean', email = string::concat('c', $c, '@example.org'), created_at = d'2026-09-01T09:00:00Z';
    CREATE role SET person = type::record('person', string::concat('c', $c)), kind = 'coordinator', scope = $c, since = '2026-09-01', why = 'Named';
    CREATE $cycle SET partnership = $p, name = string::concat('Spring ', $c), framework = framework:x, state = 'active', starts_on = '2027-01-04',
        visits_from = '2027-03-15', visits_until = '2027-05-28', ends_on = '2027-12-17', levels = true, audiences = ['coordinator'],
        closed_days = '15 February 2027 to 19 February 2027 Half term', offsets = {}, created_at = d'2027-01-04T09:00:00Z';
    FOR $i IN array::range(0, 200) {
        LET $id = string::concat($c, 'x', <string>$i);
        LET $school = type::record('school', $id);
        CREATE $school SET urn = $id, name = string::concat('School ', $id), la = local_authority:⟨901⟩, phase = 'Primary', type_name = 'Community school',
            status = 'open', fingerprint = 'x', search = $id;
        CREATE type::record('person', string::concat('h', $id)) SET name = 'Hana One', email = string::concat('h', $id, '@example.org'), created_at = d'2026-09-01T09:00:00Z';
        CREATE role SET person = type::record('person', string::concat('h', $id)), kind = 'headteacher', scope = $id, since = '2026-09-01', why = 'Named';
        CREATE membership SET partnership = $p, school = $school, joined = '2026-09-01';
        CREATE type::record('review', $id) SET cycle = $cycle, partnership = $p, school = $school, state = 'team_confirmed',
            created_at = d'2027-01-04T09:00:00Z', agreed_at = d'2027-01-05T09:00:00Z';
    }";

fn main() {
    // An unoptimised database engine needs deep stacks.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .thread_stack_size(16 << 20)
        .enable_all()
        .build()
        .unwrap();
    let cycles = std::env::args().nth(1).map_or(50, |n| n.parse().unwrap());
    let folder = std::env::args().nth(2).map(PathBuf::from);
    runtime
        .block_on(runtime.spawn(async move { measure(cycles, folder.as_deref()).await }))
        .unwrap();
}

async fn measure(cycles: u32, folder: Option<&Path>) {
    let now: DateTime<Utc> = "2027-01-11T09:00:00Z".parse().unwrap();
    let clock = Clock::system();
    clock.set(now);
    let store = match folder {
        Some(folder) => Store::open_folder(folder).await.unwrap(),
        None => Store::connect("mem://").await.unwrap(),
    };
    store.migrate(now).await.unwrap();
    if store.kind().await.unwrap() == Kind::Empty {
        let began = Instant::now();
        for cycle in 0..cycles {
            let name = format!("c{cycle}");
            store.seed(SEED, [("c", name)]).await.unwrap();
        }
        store.set_kind(Kind::Real).await.unwrap();
        let schools = cycles * SCHOOLS;
        println!(
            "{schools} schools put in: {:.1} s",
            began.elapsed().as_secs_f64()
        );
    }
    let data = folder.map_or_else(std::env::temp_dir, Path::to_owned);
    let app = App {
        store,
        clock,
        settings: Arc::new(Settings {
            base_url: "https://quintet.example".into(),
            demo: false,
            data: data.clone(),
            smtp: false,
        }),
        files: server::files::Files::in_folder(&data).unwrap(),
        mailer: Mailer::from_settings(None, data, "mail@quintet.example").unwrap(),
        wake: Arc::default(),
        frameworks: Arc::default(),
    };
    let began = Instant::now();
    let done = compose_daily::run(&app, now).await.unwrap();
    println!(
        "{} reminders queued: {:.1} s",
        done.queued,
        began.elapsed().as_secs_f64()
    );
    let began = Instant::now();
    let again = compose_daily::run(&app, now).await.unwrap();
    println!(
        "{} more at once afterwards: {:.1} s",
        again.queued,
        began.elapsed().as_secs_f64()
    );
}
