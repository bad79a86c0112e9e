//! Kills a process that writes, again and again, and looks whether anything that it had acknowledged is gone.
//!
//! `engine_kills run ENGINE ROUNDS WRITERS`, where ENGINE is `surrealkv` or (built with the feature `rocksdb`)
//! `rocksdb`. Writers write through `store::Write`, as the website does, and print each id only after the commit was
//! acknowledged; the parent keeps these ids outside the process that it kills. Prints one line a round in ten and a
//! closing RESULT; ends with status 1 when anything acknowledged is lost, half-written, or cannot be opened.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

use std::collections::BTreeSet;
use std::io::{Read, Write as _};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;
use store::{Meta, Statement, Store, Write};

/// An unoptimised engine needs deep stacks.
const STACK: usize = 16 << 20;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().collect();
    let arg = |i: usize| args.get(i).map(String::as_str).unwrap_or_default();
    let number = |i: usize| arg(i).parse::<i64>().expect("a number");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .thread_stack_size(STACK)
        .enable_all()
        .build()
        .unwrap();
    match arg(1) {
        "child" => {
            let (engine, folder, base, writers) =
                (args[2].clone(), args[3].clone(), number(4), number(5));
            runtime.block_on(async {
                tokio::spawn(child(engine, folder, base, writers))
                    .await
                    .unwrap()
            });
            ExitCode::SUCCESS
        }
        "verify" => {
            let (engine, folder) = (args[2].clone(), args[3].clone());
            runtime.block_on(async { tokio::spawn(verify(engine, folder)).await.unwrap() });
            ExitCode::SUCCESS
        }
        "run" => run(arg(2), number(3), number(4)),
        _ => {
            eprintln!("usage: engine_kills run surrealkv|rocksdb ROUNDS WRITERS");
            ExitCode::from(2)
        }
    }
}

async fn open(engine: &str, folder: &str) -> Store {
    let store = match engine {
        "surrealkv" => Store::open_folder(Path::new(folder)).await,
        "surrealkv-once" => {
            Store::connect(&format!("surrealkv://{folder}/database?sync=every")).await
        }
        "rocksdb" => Store::connect(&format!("rocksdb://{folder}/rocks?sync=every")).await,
        other => panic!("no engine {other}"),
    };
    store.unwrap()
}

const SCHEMA: &str = "DEFINE TABLE IF NOT EXISTS kill SCHEMAFULL;
    DEFINE FIELD IF NOT EXISTS n ON kill TYPE int; DEFINE FIELD IF NOT EXISTS pad ON kill TYPE string;
    DEFINE INDEX IF NOT EXISTS kill_n ON kill FIELDS n UNIQUE;
    DEFINE TABLE IF NOT EXISTS last SCHEMAFULL; DEFINE FIELD IF NOT EXISTS n ON last TYPE int;";

/// Writes until it is killed.
async fn child(engine: String, folder: String, base: i64, writers: i64) {
    let store = open(&engine, &folder).await;
    let none: [(&str, String); 0] = [];
    store.seed(SCHEMA, none).await.unwrap();
    let mut tasks = Vec::new();
    for writer in 0..writers {
        let store = store.clone();
        tasks.push(tokio::spawn(async move {
            let mut n = base + writer;
            loop {
                let meta = Meta {
                    by: None,
                    now: chrono::Utc::now(),
                    request: "kills".into(),
                };
                let mut write = Write::new(&meta);
                write.push(
                    Statement::new(
                        "CREATE type::record('kill', $n) SET n = $n, pad = $pad RETURN NONE",
                    )
                    .bind("n", n)
                    .bind("pad", "x".repeat((n % 300) as usize)),
                );
                write.push(
                    Statement::new("UPSERT type::record('last', $writer) SET n = $n RETURN NONE")
                        .bind("writer", writer)
                        .bind("n", n),
                );
                match store.commit(write).await {
                    Ok(()) => {
                        let mut out = std::io::stdout().lock();
                        out.write_all(format!("{n}\n").as_bytes()).unwrap();
                        out.flush().unwrap();
                    }
                    Err(e) => eprintln!("write failed: {e}"),
                }
                n += writers;
            }
        }));
    }
    // No writer ever ends by itself.
    std::future::pending::<()>().await;
    drop(tasks);
}

/// Prints what is there: ids of the table, and whether the index and the second record of each transaction agree.
async fn verify(engine: String, folder: String) {
    let store = open(&engine, &folder).await;
    let ids = store.inspect("SELECT VALUE n FROM kill").await.unwrap();
    let indexed = store
        .inspect("SELECT VALUE n FROM kill WHERE n >= 0")
        .await
        .unwrap();
    let half = store
        .inspect("SELECT VALUE n FROM last WHERE !record::exists(type::record('kill', n))")
        .await
        .unwrap();
    let (ids, indexed, half) = (
        ids.as_array().unwrap(),
        indexed.as_array().unwrap(),
        half.as_array().unwrap(),
    );
    println!("{} {}", indexed.len(), half.len());
    for id in ids {
        println!("{id}");
    }
}

fn run(engine: &str, rounds: i64, writers: i64) -> ExitCode {
    let me = std::env::current_exe().unwrap();
    let folder = std::env::temp_dir().join(format!("quintet-kills-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.display().to_string();
    let mut acknowledged = BTreeSet::new();
    let mut lost = BTreeSet::new();
    let (mut unopened, mut halves, mut mismatches) = (0, 0, 0);
    let mut seed: u64 = 12345;
    for round in 0..rounds {
        let mut child = Command::new(&me)
            .args([
                "child",
                engine,
                &path,
                &(round * 1_000_000).to_string(),
                &writers.to_string(),
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut out = child.stdout.take().unwrap();
        let reader = std::thread::spawn(move || {
            let mut text = String::new();
            // What the pipe holds at the moment of the kill was acknowledged.
            let _ = out.read_to_string(&mut text);
            text
        });
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        std::thread::sleep(Duration::from_millis(900 + (seed >> 33) % 1500));
        child.kill().unwrap();
        child.wait().unwrap();
        let text = reader.join().unwrap();
        acknowledged.extend(text.lines().filter_map(|l| l.parse::<i64>().ok()));
        let check = Command::new(&me)
            .args(["verify", engine, &path])
            .output()
            .unwrap();
        if !check.status.success() {
            unopened += 1;
            println!(
                "round {round}: cannot be opened: {}",
                String::from_utf8_lossy(&check.stderr)
            );
            continue;
        }
        let shown = String::from_utf8_lossy(&check.stdout);
        let mut lines = shown.lines();
        let head: Vec<usize> = lines
            .next()
            .unwrap()
            .split(' ')
            .map(|n| n.parse().unwrap())
            .collect();
        let there: BTreeSet<i64> = lines.filter_map(|l| l.parse().ok()).collect();
        mismatches += usize::from(head[0] != there.len());
        halves += head[1];
        for id in acknowledged.difference(&there) {
            if lost.insert(*id) {
                println!("round {round}: {id} was acknowledged and is gone");
            }
        }
        if round % 10 == 9 {
            println!(
                "round {}: {} acknowledged, {} lost",
                round + 1,
                acknowledged.len(),
                lost.len()
            );
        }
    }
    let _ = std::fs::remove_dir_all(&folder);
    println!(
        "RESULT engine={engine} kills={rounds} writers={writers} acknowledged={} lost={} half-written={halves} index-mismatches={mismatches} not-opened={unopened}",
        acknowledged.len(),
        lost.len()
    );
    let good = lost.is_empty()
        && halves == 0
        && mismatches == 0
        && unopened == 0
        && !acknowledged.is_empty();
    if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
