//! Mail over a real SMTP conversation, with everything that a mail server can do to it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "support/mime_reading.rs"]
mod mime_reading;
#[path = "support/smtp_peer.rs"]
mod smtp_peer;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use chrono::{TimeZone, Utc};
use mime_reading::{decode_header, parts};
use server::email::{Contact, Mailer, Outcome, OutgoingMail, TimeLimits};
use smtp_peer::{Fault, Script, SmtpPeer, closed_port};

const SUBJECT: &str = "Self-review for Ysgol Tŷ’r Éirin is due on 3 March 2027";
/// Short, so that a hanging server does not hold up the tests; long enough for a busy machine.
const LIMITS: TimeLimits = TimeLimits {
    connect: Duration::from_millis(1_500),
    conversation: Duration::from_millis(1_500),
};

fn mail(number: u32) -> OutgoingMail {
    OutgoingMail {
        message_id: format!("<daily-{number}@quintet.example>"),
        to_name: "Siân Shah".into(),
        to_address: "sian@ashby.example".into(),
        reply_to: Some(Contact::new("Tom Hale", "tom@northshire.example")),
        subject: SUBJECT.into(),
        text: "Hello Siân,\n\n.\n.hidden dot\nEnd of text.\n".into(),
        html: "<!doctype html><html lang=\"en-GB\"><p>Hello Siân, this is HTML.</p></html>".into(),
        date: Utc.with_ymd_and_hms(2027, 3, 1, 8, 0, 0).unwrap(),
    }
}

fn mailer(url: &str) -> Mailer {
    Mailer::from_settings(Some(url), PathBuf::from("unused"), "mail@quintet.example")
        .unwrap()
        .with_limits(LIMITS)
}

/// Delivers one mail and asserts that it took no longer than the limit allows.
async fn deliver_in_time(mailer: &Mailer, mail: &OutgoingMail) -> Outcome {
    let began = Instant::now();
    let outcome = mailer.deliver(mail).await;
    let took = began.elapsed();
    assert!(
        took < LIMITS.conversation + Duration::from_secs(1),
        "took {took:?}"
    );
    outcome
}

#[track_caller]
fn assert_deferred(outcome: &Outcome, for_the_whole_relay: bool, words: &str) {
    match outcome {
        Outcome::Deferred { reply, whole_relay } => {
            assert!(reply.contains(words), "{reply}");
            assert_eq!(*whole_relay, for_the_whole_relay, "{reply}");
        }
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn assert_refused(outcome: &Outcome, words: &str) {
    match outcome {
        Outcome::Refused { reply } => assert!(reply.contains(words), "{reply}"),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn assert_accepted(outcome: &Outcome, words: &str) {
    match outcome {
        Outcome::Accepted { reply } => assert!(reply.contains(words), "{reply}"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_mail_arrives_whole_with_its_id_both_parts_and_a_subject_in_any_letters() {
    let peer = SmtpPeer::start().await;
    let outcome = deliver_in_time(&mailer(&peer.url()), &mail(1)).await;
    assert_accepted(&outcome, "250 2.0.0 OK queued as 1");

    let [received] = peer.mails().try_into().unwrap();
    assert_eq!(received.from, "mail@quintet.example");
    assert_eq!(received.to, ["sian@ashby.example"]);
    assert_eq!(
        received.header("Message-ID").unwrap(),
        "<daily-1@quintet.example>"
    );
    assert_eq!(received.header("Auto-Submitted").unwrap(), "auto-generated");
    assert_eq!(
        received.header("Date").unwrap(),
        "Mon, 01 Mar 2027 08:00:00 +0000"
    );
    assert_eq!(decode_header(&received.header("Subject").unwrap()), SUBJECT);
    assert_eq!(
        decode_header(&received.header("To").unwrap()),
        "Siân Shah <sian@ashby.example>"
    );
    assert!(
        received
            .header("Reply-To")
            .unwrap()
            .contains("tom@northshire.example")
    );
    assert!(received.raw.is_ascii());

    let parts = parts(&received.raw);
    assert_eq!(parts.len(), 2);
    assert!(parts[0].0.contains("text/plain"));
    assert_eq!(parts[0].1.replace("\r\n", "\n"), mail(1).text);
    assert!(parts[1].0.contains("text/html"));
    assert_eq!(parts[1].1, mail(1).html);
}

#[tokio::test]
async fn several_mails_share_one_connection() {
    let peer = SmtpPeer::start().await;
    let mailer = mailer(&peer.url());
    for number in 0..5 {
        assert_accepted(&deliver_in_time(&mailer, &mail(number)).await, "250");
    }
    assert_eq!((peer.acknowledged().len(), peer.connections()), (5, 1));
    mailer.close().await;
    assert_eq!(peer.commands().last().unwrap(), "QUIT");
    assert_accepted(&deliver_in_time(&mailer, &mail(5)).await, "250");
    assert_eq!(peer.connections(), 2);
}

#[tokio::test]
async fn a_kept_connection_that_the_server_closes_costs_no_mail() {
    let peer = SmtpPeer::with_faults([Fault::CloseAfterOneMail, Fault::CloseAfterOneMail]).await;
    let mailer = mailer(&peer.url());
    for number in 0..3 {
        assert_accepted(&deliver_in_time(&mailer, &mail(number)).await, "250");
    }
    assert_eq!((peer.acknowledged().len(), peer.connections()), (3, 3));
}

#[tokio::test]
async fn mails_at_the_same_time_do_not_mix() {
    let peer = SmtpPeer::start().await;
    let mailer = mailer(&peer.url());
    let mut deliveries = tokio::task::JoinSet::new();
    for number in 0..20 {
        let mailer = mailer.clone();
        deliveries.spawn(async move { mailer.deliver(&mail(number)).await });
    }
    for outcome in deliveries.join_all().await {
        assert_accepted(&outcome, "250");
    }
    let mut ids: Vec<_> = peer
        .mails()
        .iter()
        .map(|mail| mail.header("Message-ID").unwrap())
        .collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 20);
}

#[tokio::test]
async fn an_unknown_recipient_is_refused_with_the_servers_words() {
    let peer = SmtpPeer::with_recipient_replies(["550 5.1.1 No such person here"]).await;
    let mailer = mailer(&peer.url());
    assert_refused(
        &deliver_in_time(&mailer, &mail(1)).await,
        "550 5.1.1 No such person here",
    );
    assert!(peer.mails().is_empty());
    assert_accepted(&deliver_in_time(&mailer, &mail(2)).await, "250");
}

#[tokio::test]
async fn greylisting_defers_that_mail_alone_and_the_next_attempt_is_taken() {
    let peer = SmtpPeer::with_recipient_replies(["450 4.2.0 Greylisted, try again"]).await;
    let mailer = mailer(&peer.url());
    assert_deferred(
        &deliver_in_time(&mailer, &mail(1)).await,
        false,
        "450 4.2.0 Greylisted",
    );
    assert_accepted(&deliver_in_time(&mailer, &mail(1)).await, "250");
    assert_eq!(peer.acknowledged().len(), 1);
}

#[tokio::test]
async fn a_server_that_turns_everybody_away_defers_whatever_code_it_says() {
    let peer = SmtpPeer::with_faults([Fault::Busy421AtGreeting, Fault::Refuse554AtGreeting]).await;
    let mailer = mailer(&peer.url());
    assert_deferred(
        &deliver_in_time(&mailer, &mail(1)).await,
        true,
        "421 4.3.2 Too busy",
    );
    assert_deferred(
        &deliver_in_time(&mailer, &mail(1)).await,
        true,
        "554 5.7.1 No service",
    );
    assert_accepted(&deliver_in_time(&mailer, &mail(1)).await, "250");
}

#[tokio::test]
async fn a_server_that_shuts_down_in_mid_conversation_defers() {
    let peer = SmtpPeer::with_recipient_replies(["421 4.3.2 Shutting down"]).await;
    let outcome = deliver_in_time(&mailer(&peer.url()), &mail(1)).await;
    assert_deferred(&outcome, true, "421 4.3.2 Shutting down");
}

#[tokio::test]
async fn a_server_that_hangs_after_connecting_is_given_up_at_the_limit() {
    let peer = SmtpPeer::with_faults([Fault::HangAfterConnect]).await;
    let mailer = mailer(&peer.url());
    assert_deferred(
        &deliver_in_time(&mailer, &mail(1)).await,
        true,
        "did not answer within 1.5s",
    );
    assert_accepted(&deliver_in_time(&mailer, &mail(1)).await, "250");
}

#[tokio::test]
async fn a_server_that_is_too_slow_as_a_whole_is_given_up_at_the_limit() {
    let peer = SmtpPeer::with_script(Script {
        slowness: Duration::from_millis(500),
        ..Script::default()
    })
    .await;
    let outcome = deliver_in_time(&mailer(&peer.url()), &mail(1)).await;
    assert_deferred(&outcome, true, "did not answer within 1.5s");
    assert!(peer.mails().is_empty());
}

#[tokio::test]
async fn a_server_that_is_slow_but_in_time_is_waited_for() {
    let peer = SmtpPeer::with_script(Script {
        slowness: Duration::from_millis(60),
        ..Script::default()
    })
    .await;
    assert_accepted(
        &deliver_in_time(&mailer(&peer.url()), &mail(1)).await,
        "250",
    );
}

#[tokio::test]
async fn a_connection_lost_after_the_content_defers_and_the_second_copy_has_the_same_id() {
    let peer = SmtpPeer::with_faults([Fault::DropAfterData]).await;
    let mailer = mailer(&peer.url());
    assert_deferred(
        &deliver_in_time(&mailer, &mail(1)).await,
        false,
        "closed the connection",
    );
    assert_accepted(&deliver_in_time(&mailer, &mail(1)).await, "250");
    let [first, second] = peer.mails().try_into().unwrap();
    assert!(!first.acknowledged && second.acknowledged);
    assert_eq!(first.raw, second.raw);
}

#[tokio::test]
async fn a_server_that_hangs_over_the_content_defers_that_mail_alone() {
    let peer = SmtpPeer::with_faults([Fault::HangAfterData]).await;
    let outcome = deliver_in_time(&mailer(&peer.url()), &mail(1)).await;
    assert_deferred(&outcome, false, "did not say within 1.5s");
}

#[tokio::test]
async fn content_is_refused_or_deferred_as_the_server_says() {
    let peer = SmtpPeer::with_faults([Fault::Refuse554AfterData, Fault::Defer451AfterData]).await;
    let mailer = mailer(&peer.url());
    assert_refused(
        &deliver_in_time(&mailer, &mail(1)).await,
        "554 5.6.0 Looks like spam",
    );
    assert_deferred(
        &deliver_in_time(&mailer, &mail(1)).await,
        false,
        "451 4.3.0 Filter away",
    );
}

#[tokio::test]
async fn a_fault_of_our_settings_never_condemns_an_address() {
    let peer = SmtpPeer::with_faults([Fault::Refuse550Sender]).await;
    let outcome = deliver_in_time(&mailer(&peer.url()), &mail(1)).await;
    assert_deferred(&outcome, true, "550 5.7.1 You may not send as that");

    let peer = SmtpPeer::with_script(Script {
        sign_in: Some(("quintet".into(), "p@ss/word+1".into())),
        ..Script::default()
    })
    .await;
    let host = peer.address();
    let outcome = deliver_in_time(&mailer(&peer.url()), &mail(1)).await;
    assert_deferred(&outcome, true, "530 5.7.0 Sign in first");
    let wrong = mailer(&format!("smtp://quintet:wrong@{host}"));
    assert_deferred(
        &deliver_in_time(&wrong, &mail(1)).await,
        true,
        "535 5.7.8 Wrong user",
    );
    let right = mailer(&format!("smtp://quintet:p%40ss%2Fword+1@{host}"));
    assert_accepted(&deliver_in_time(&right, &mail(1)).await, "250");
}

#[tokio::test]
async fn no_mail_goes_unencrypted_where_encryption_is_required() {
    let peer = SmtpPeer::with_faults([Fault::None, Fault::BrokenStartTls, Fault::None]).await;
    let host = peer.address();
    let required = mailer(&format!("smtp://{host}?tls=required"));
    assert_deferred(
        &deliver_in_time(&required, &mail(1)).await,
        true,
        "could not be encrypted",
    );
    assert_deferred(
        &deliver_in_time(&required, &mail(1)).await,
        true,
        "could not be encrypted",
    );
    let wrapped = mailer(&format!("smtps://{host}"));
    assert_deferred(
        &deliver_in_time(&wrapped, &mail(1)).await,
        true,
        "could not be reached",
    );
    assert!(peer.mails().is_empty());
}

#[tokio::test]
async fn opportunistic_encryption_does_without_where_it_is_not_offered() {
    let peer = SmtpPeer::start().await;
    let mailer = mailer(&format!("smtp://{}?tls=opportunistic", peer.address()));
    assert_accepted(&deliver_in_time(&mailer, &mail(1)).await, "250");
}

#[tokio::test]
async fn a_server_that_is_down_or_unknown_defers() {
    let port = closed_port().await;
    let down = mailer(&format!("smtp://127.0.0.1:{port}"));
    assert_deferred(
        &deliver_in_time(&down, &mail(1)).await,
        true,
        "could not be reached",
    );

    let peer = SmtpPeer::with_faults([Fault::CloseAtOnce]).await;
    let outcome = deliver_in_time(&mailer(&peer.url()), &mail(1)).await;
    assert_deferred(&outcome, true, "could not be reached");
}

#[tokio::test]
async fn an_address_that_is_none_is_refused_without_a_conversation() {
    let peer = SmtpPeer::start().await;
    let mailer = mailer(&peer.url());
    for address in ["", "nobody", "a@b.example\r\nRCPT TO:<c@d.example>"] {
        let mail = OutgoingMail {
            to_address: address.into(),
            ..mail(1)
        };
        assert_refused(
            &deliver_in_time(&mailer, &mail).await,
            "is not an e-mail address",
        );
    }
    assert_eq!(peer.connections(), 0);
}

#[tokio::test]
async fn letters_outside_ascii_in_an_address_need_a_server_that_takes_them() {
    let peer = SmtpPeer::with_script(Script {
        takes_utf8_addresses: true,
        ..Script::default()
    })
    .await;
    let mail = OutgoingMail {
        to_address: "siân@ashby.example".into(),
        ..mail(1)
    };
    assert_accepted(&deliver_in_time(&mailer(&peer.url()), &mail).await, "250");
    peer.rescript(|script| script.takes_utf8_addresses = false);
    let outcome = deliver_in_time(&mailer(&peer.url()), &mail).await;
    assert_refused(&outcome, "letters outside ASCII");
}

#[tokio::test]
async fn line_breaks_in_names_and_subjects_reach_the_server_as_spaces() {
    let peer = SmtpPeer::start().await;
    let evil = "Priya\r\nBcc: all@evil.example\r\n.\r\nMAIL FROM:<x@evil.example>";
    let mail = OutgoingMail {
        to_name: evil.into(),
        subject: evil.into(),
        reply_to: Some(Contact::new(evil, evil)),
        ..mail(1)
    };
    assert_accepted(&deliver_in_time(&mailer(&peer.url()), &mail).await, "250");
    let [received] = peer.mails().try_into().unwrap();
    assert_eq!(received.to, ["sian@ashby.example"]);
    assert_eq!(received.header("Bcc"), None);
    assert_eq!(received.header("Reply-To"), None);
    assert_eq!(
        received.header("Subject").unwrap(),
        "Priya Bcc: all@evil.example . MAIL FROM:<x@evil.example>"
    );
}

#[tokio::test]
async fn without_a_server_each_mail_is_one_file_however_often_it_is_delivered() {
    let data = tempfile::tempdir().unwrap();
    let mailer =
        Mailer::from_settings(None, data.path().to_owned(), "mail@quintet.example").unwrap();
    for number in [1, 2, 1, 1] {
        assert_accepted(
            &deliver_in_time(&mailer, &mail(number)).await,
            "written to ",
        );
    }
    let folder = mailer.folder().unwrap();
    assert_eq!(folder, data.path().join("mail"));
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names.len(), 2);
    assert!(names[0].starts_with("2027-03-01-daily-1-") && names[0].ends_with(".eml"));
    let raw = std::fs::read_to_string(folder.join(&names[0])).unwrap();
    assert!(raw.contains("Message-ID: <daily-1@quintet.example>\r\n"));
    assert_eq!(parts(&raw)[0].1.replace("\r\n", "\n"), mail(1).text);
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_defers() {
    let data = tempfile::tempdir().unwrap();
    std::fs::write(data.path().join("mail"), "a file stands in the way").unwrap();
    let mailer =
        Mailer::from_settings(None, data.path().to_owned(), "mail@quintet.example").unwrap();
    let outcome = deliver_in_time(&mailer, &mail(1)).await;
    assert_deferred(&outcome, true, "could not be written");
}

#[tokio::test]
async fn neither_password_nor_address_is_shown_in_logs() {
    let mailer = Mailer::from_settings(
        Some("smtps://user:hunter2@mail.example.org"),
        PathBuf::new(),
        "mail@quintet.example",
    )
    .unwrap();
    let shown = format!("{mailer:?} {:?}", mail(1));
    assert!(
        !shown.contains("hunter2") && !shown.contains("ashby"),
        "{shown}"
    );
    assert_eq!(
        mailer.message_id("daily:7 \r\n"),
        "<daily:7@quintet.example>"
    );
}
