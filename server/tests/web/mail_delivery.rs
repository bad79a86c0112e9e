//! What becomes of queued mail when the relay is away, slow, or refuses: nothing is lost, and nothing repeated.

use crate::smtp_peer::{Fault, SmtpPeer, closed_port};
use crate::support::Site;
use chrono::{DateTime, Duration, Utc};
use server::email::{Mailer, TimeLimits};
use server::jobs::{Done, run_due};
use std::collections::BTreeSet;
use std::time::Instant;

/// Before seven in the morning nothing is composed, so that the outbox holds what a test puts there.
const EARLY: &str = "2027-01-11T05:00:00Z";

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

impl Site {
    fn mail_to(&mut self, url: &str) {
        self.mail_within(url, std::time::Duration::from_millis(1_500));
    }

    fn mail_within(&mut self, url: &str, limit: std::time::Duration) {
        let limits = TimeLimits {
            connect: limit,
            conversation: limit,
        };
        self.app.mailer = Mailer::from_settings(Some(url), "unused".into(), "mail@quintet.example")
            .unwrap()
            .with_limits(limits);
    }

    /// Queues so many mails that want no composing.
    async fn queue_mails(&self, number: usize) {
        self.seed(&format!(
            "FOR $i IN array::range(0, {number}) {{ CREATE type::record('message', string::concat('m', <string>$i)) SET kind = 'daily',
                to_name = 'Hana One', to_address = string::concat('head', <string>$i, '@example.org'), subject = 'A subject',
                text = 'A text', html = '<p>A text</p>', state = 'queued', next_try_at = d'{EARLY}', created_at = d'{EARLY}' }}"
        ))
        .await;
    }

    async fn run(&self, now: DateTime<Utc>) -> Done {
        run_due(&self.app, now).await.unwrap()
    }

    async fn log_of(&self, message: &str) -> Vec<String> {
        let rows = self.stored(&format!("SELECT VALUE string::concat(outcome, ' ', reply) FROM (SELECT outcome, reply, at, id FROM delivery WHERE message = message:{message} ORDER BY at, id)")).await;
        rows.as_array()
            .unwrap()
            .iter()
            .map(|r| r.as_str().unwrap().to_owned())
            .collect()
    }

    async fn states(&self) -> BTreeSet<String> {
        let rows = self.stored("SELECT VALUE state FROM message").await;
        rows.as_array()
            .unwrap()
            .iter()
            .map(|r| r.as_str().unwrap().to_owned())
            .collect()
    }
}

fn ids(peer: &SmtpPeer) -> Vec<String> {
    let mut ids: Vec<String> = peer
        .mails()
        .iter()
        .map(|m| m.header("Message-ID").unwrap())
        .collect();
    ids.sort();
    ids
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_relay_was_down_for_four_hours_everybody_gets_the_mail_once() {
    let mut site = Site::new().await;
    site.mail_to(&format!("smtp://127.0.0.1:{}", closed_port().await));
    let morning = at("2027-01-11T09:00:00Z");
    let mut queued = 0;
    for quarter in 0..16 {
        let done = site.run(morning + Duration::minutes(quarter * 15)).await;
        assert_eq!((done.sent, done.refused, done.given_up), (0, 0, 0));
        queued += done.queued;
    }
    assert!(queued >= 9, "{queued}");
    let peer = SmtpPeer::start().await;
    site.mail_to(&peer.url());
    for quarter in 16..24 {
        site.run(morning + Duration::minutes(quarter * 15)).await;
    }
    let ids = ids(&peer);
    assert_eq!(ids.len() as u64, queued);
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    assert_eq!(site.states().await, BTreeSet::from(["sent".to_owned()]));
    assert_eq!(peer.acknowledged().len() as u64, queued);
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_relay_is_away_one_mail_alone_is_tried() {
    let mut site = Site::new().await;
    site.mail_to(&format!("smtp://127.0.0.1:{}", closed_port().await));
    site.queue_mails(10).await;
    let done = site.run(at(EARLY)).await;
    assert_eq!((done.sent, done.deferred), (0, 1));
    let tried = site
        .stored("SELECT VALUE attempts FROM message WHERE attempts > 0")
        .await;
    assert_eq!(tried, serde_json::json!([1]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_that_says_nothing_is_left_alone_and_tried_later() {
    let mut site = Site::new().await;
    let peer = SmtpPeer::with_faults([Fault::HangAfterConnect]).await;
    site.mail_to(&peer.url());
    site.queue_mails(1).await;
    let began = Instant::now();
    assert_eq!(site.run(at(EARLY)).await.deferred, 1);
    assert!(began.elapsed() < std::time::Duration::from_secs(20));
    assert_eq!(site.run(at(EARLY) + Duration::minutes(2)).await.sent, 1);
    assert_eq!(peer.mails().len(), 1);
    let log = site.log_of("m0").await;
    assert!(
        log[0].starts_with("deferred ") && log[1].starts_with("accepted 250"),
        "{log:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_that_is_busy_gets_the_mail_when_it_is_not() {
    let mut site = Site::new().await;
    let peer = SmtpPeer::with_faults([Fault::Busy421AtGreeting]).await;
    site.mail_to(&peer.url());
    site.queue_mails(1).await;
    assert_eq!(site.run(at(EARLY)).await.deferred, 1);
    // Not before its time.
    assert_eq!(
        site.run(at(EARLY) + Duration::seconds(20)).await,
        Done::default()
    );
    assert_eq!(site.run(at(EARLY) + Duration::minutes(2)).await.sent, 1);
    let log = site.log_of("m0").await;
    assert!(log[0].contains("421 4.3.2 Too busy"), "{log:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_that_is_busy_does_not_hold_up_the_others() {
    let mut site = Site::new().await;
    let peer = SmtpPeer::with_recipient_replies(["450 4.2.1 Mailbox busy"]).await;
    site.mail_to(&peer.url());
    site.queue_mails(3).await;
    let done = site.run(at(EARLY)).await;
    assert_eq!((done.sent, done.deferred), (2, 1));
    assert_eq!(site.run(at(EARLY) + Duration::minutes(2)).await.sent, 1);
    assert_eq!(ids(&peer).len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_address_is_not_tried_again_and_the_others_get_theirs() {
    let mut site = Site::new().await;
    let peer = SmtpPeer::with_recipient_replies(["550 5.1.1 No such user"]).await;
    site.mail_to(&peer.url());
    site.queue_mails(3).await;
    let done = site.run(at(EARLY)).await;
    assert_eq!((done.sent, done.refused), (2, 1));
    for hours in 1..20 {
        assert_eq!(
            site.run(at("2027-01-16T00:00:00Z") + Duration::hours(hours))
                .await,
            Done::default()
        );
    }
    let refused = site
        .stored("SELECT VALUE record::id(id) FROM message WHERE state = 'refused'")
        .await;
    let log = site.log_of(refused[0].as_str().unwrap()).await;
    assert!(
        log.len() == 1 && log[0].contains("550 5.1.1 No such user"),
        "{log:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_dropped_after_the_content_means_the_same_mail_twice_at_most() {
    let mut site = Site::new().await;
    let peer = SmtpPeer::with_faults([Fault::DropAfterData]).await;
    site.mail_to(&peer.url());
    site.queue_mails(1).await;
    assert_eq!(site.run(at(EARLY)).await.deferred, 1);
    assert_eq!(site.run(at(EARLY) + Duration::minutes(2)).await.sent, 1);
    assert_eq!(
        site.run(at(EARLY) + Duration::minutes(60)).await,
        Done::default()
    );
    let [first, second] = peer.mails().try_into().unwrap();
    assert_eq!(first.raw, second.raw);
    assert_eq!(peer.acknowledged().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_whose_end_was_never_recorded_goes_out_once_more_under_its_id_and_is_counted() {
    let mut site = Site::new().await;
    let peer = SmtpPeer::start().await;
    site.mail_to(&peer.url());
    site.queue_mails(1).await;
    let queued = at(EARLY);
    // Another process takes the mail, sends it, and is killed before it can say so.
    let mut taken = site
        .app
        .store
        .lease_messages(queued, queued + Duration::minutes(10), 5)
        .await
        .unwrap();
    let mail = taken.pop().unwrap();
    site.app
        .mailer
        .deliver(&server::email::OutgoingMail {
            message_id: site.app.mailer.message_id(mail.id.as_str()),
            to_name: mail.to_name.clone(),
            to_address: mail.to_address.clone(),
            reply_to: None,
            subject: mail.subject.clone(),
            text: mail.text.clone(),
            html: mail.html.clone(),
            date: mail.created_at,
        })
        .await;
    assert_eq!(
        site.run(queued + Duration::minutes(9)).await,
        Done::default()
    );
    let done = site.run(queued + Duration::minutes(11)).await;
    assert_eq!((done.sent, done.repeated), (1, 1));
    assert_eq!(
        site.run(queued + Duration::minutes(60)).await,
        Done::default()
    );
    let [first, second] = peer.mails().try_into().unwrap();
    assert_eq!(first.raw, second.raw);
    let log = site.log_of("m0").await;
    assert!(
        log.iter().any(|l| l.starts_with("unknown "))
            && log.iter().any(|l| l.starts_with("accepted ")),
        "{log:?}"
    );
}

async fn two_processes_send_each_mail_once(mut site: Site) {
    let peer = SmtpPeer::start().await;
    site.mail_to(&peer.url());
    site.queue_mails(40).await;
    let (a, b) = (site.app.clone(), site.app.clone());
    let now = at(EARLY);
    let runs = [
        tokio::spawn(async move { run_due(&a, now).await }),
        tokio::spawn(async move { run_due(&b, now).await }),
    ];
    let mut sent = 0;
    for run in runs {
        sent += run.await.unwrap().unwrap().sent;
    }
    // One of the two may have found everything in the other's hands; what was left is sent by the next run.
    sent += site.run(now).await.sent;
    assert_eq!(sent, 40);
    let ids = ids(&peer);
    assert_eq!(ids.len(), 40);
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 40);
    assert_eq!(
        site.stored("SELECT VALUE outcome FROM delivery")
            .await
            .as_array()
            .unwrap()
            .len(),
        40
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_never_send_the_same_mail() {
    two_processes_send_each_mail_once(Site::new().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_never_send_the_same_mail_from_a_database_on_disk() {
    two_processes_send_each_mail_once(Site::on_disk().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_48_hours_in_vain_a_mail_is_given_up() {
    let mut site = Site::new().await;
    site.mail_to(&format!("smtp://127.0.0.1:{}", closed_port().await));
    site.queue_mails(1).await;
    let mut given_up = 0;
    // A weekend, so that nothing else is queued meanwhile.
    site.seed("UPDATE message SET created_at = d'2027-01-15T22:00:00Z', next_try_at = d'2027-01-15T22:00:00Z'").await;
    for half_hours in 0..100 {
        let now = at("2027-01-15T22:00:00Z") + Duration::minutes(half_hours * 30);
        given_up += site.run(now).await.given_up;
        if given_up > 0 {
            break;
        }
    }
    assert_eq!(given_up, 1);
    assert_eq!(site.states().await, BTreeSet::from(["given_up".to_owned()]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_link_overtakes_the_daily_mails() {
    let mut site = Site::new().await;
    let peer = SmtpPeer::start().await;
    site.mail_to(&peer.url());
    site.queue_mails(30).await;
    site.at(EARLY);
    site.post("", "/sign-in", &[("email", "head1@example.org")])
        .await;
    let done = site.run(at(EARLY) + Duration::minutes(1)).await;
    assert_eq!(done.sent, 31);
    assert_eq!(peer.mails()[0].to, ["head1@example.org"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_do_not_wait_for_the_relay() {
    let mut site = Site::new().await;
    let peer = SmtpPeer::with_faults([Fault::HangAfterConnect; 8]).await;
    // Longer than any page can take.
    site.mail_within(&peer.url(), std::time::Duration::from_secs(600));
    site.queue_mails(5).await;
    let cookie = site.sign_in("head1").await;
    let app = site.app.clone();
    let job = tokio::spawn(async move { run_due(&app, at(EARLY)).await.unwrap() });
    while peer.connections() == 0 {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    site.get(&cookie, "/partnerships")
        .await
        .expect(axum::http::StatusCode::OK);
    site.post("", "/sign-in", &[("email", "head2@example.org")])
        .await
        .expect(axum::http::StatusCode::OK);
    assert!(!job.is_finished(), "the relay hangs still");
    job.abort();
}
