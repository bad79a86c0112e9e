use super::{PDF, at_school, file_path, piece, piece_path};
use crate::support::Site;
use axum::http::StatusCode;
use object_store::memory::InMemory;
use serde_json::json;
use server::files::Files;
use server::jobs::check_files::check_held;
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A virus checker that speaks clamd's INSTREAM and finds the word MALWARE.
async fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    let mut command = [0; 10];
    stream.read_exact(&mut command).await?;
    assert_eq!(&command, b"zINSTREAM\0");
    let mut all = Vec::new();
    loop {
        let length = stream.read_u32().await?;
        if length == 0 {
            break;
        }
        let mut chunk = vec![0; length as usize];
        stream.read_exact(&mut chunk).await?;
        all.extend(chunk);
    }
    let found = all.windows(7).any(|w| w == b"MALWARE");
    let words: &[u8] = if found {
        b"stream: Test.Malware FOUND\0"
    } else {
        b"stream: OK\0"
    };
    stream.write_all(words).await?;
    stream.shutdown().await
}

fn serve(listener: TcpListener) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream));
        }
    })
}

/// The website with a virus checker at an address; its storage.
fn with_checker(site: Site, address: &str) -> Site {
    let files = Files::new(
        Arc::new(InMemory::new()),
        site.folder(),
        1024 * 1024,
        Some(address.to_owned()),
    );
    site.with_files(files)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_checker_lets_clean_files_through_and_keeps_others_out() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let checker = serve(listener);
    let site = with_checker(at_school().await, &address);
    let head = site.sign_in("head1").await;
    let page = site
        .post_form(
            &head,
            "/reviews/r1/evidence/new",
            &piece("k"),
            &[("good.pdf", PDF), ("bad.txt", b"some MALWARE here")],
        )
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.text()
            .contains("“bad.txt” was refused by the virus check"),
        "{}",
        page.text()
    );
    assert!(!page.text().contains("not checked for viruses"));
    assert_eq!(
        site.stored("SELECT VALUE [name, state, checked_at != NONE] FROM evidence_file")
            .await,
        json!([["good.pdf", "stored", true]])
    );
    site.get(&head, &file_path(&page))
        .await
        .expect(StatusCode::OK);
    checker.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_checker_is_away_files_are_held_and_nobody_opens_them() {
    // An address on which nobody listens, and on which the checker comes back.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let site = with_checker(at_school().await, &address.to_string());
    let head = site.sign_in("head1").await;
    let saved = site
        .post_form(
            &head,
            "/reviews/r1/evidence/new",
            &piece("k"),
            &[("good.pdf", PDF), ("bad.txt", b"some MALWARE here")],
        )
        .await
        .expect_redirect("/reviews/r1/evidence/");
    let path = piece_path(&saved);
    let page = site.get(&head, &path).await.expect(StatusCode::OK);
    assert_eq!(
        page.text().matches("Waits for its virus check").count(),
        2,
        "{}",
        page.text()
    );
    let file = page.body.split_once("/files/").unwrap().1;
    let file = format!("{path}/files/{}", file.split(['/', '"']).next().unwrap());
    let waits = site.get(&head, &file).await.expect(StatusCode::FORBIDDEN);
    assert!(waits.text().contains("waits for its virus check"));
    let done = check_held(&site.app, site.app.clock.now()).await.unwrap();
    assert_eq!((done.passed, done.refused, done.waiting), (0, 0, 1));

    let checker = serve(TcpListener::bind(address).await.unwrap());
    let done = check_held(&site.app, site.app.clock.now()).await.unwrap();
    assert_eq!((done.passed, done.refused), (1, 1));
    let page = site.get(&head, &path).await.expect(StatusCode::OK);
    assert!(
        page.text().contains("Refused by the virus check"),
        "{}",
        page.text()
    );
    site.get(&head, &file_path(&page))
        .await
        .expect(StatusCode::OK);
    assert_eq!(
        site.stored("SELECT VALUE [name, state] FROM evidence_file ORDER BY name")
            .await,
        json!([["bad.txt", "refused"], ["good.pdf", "stored"]])
    );
    let audit = site
        .stored("SELECT VALUE verb FROM audit WHERE verb CONTAINS 'virus check' ORDER BY verb")
        .await;
    assert_eq!(audit.as_array().unwrap().len(), 2);
    let done = check_held(&site.app, site.app.clock.now()).await.unwrap();
    assert_eq!((done.passed, done.refused, done.waiting), (0, 0, 0));
    checker.abort();
}
