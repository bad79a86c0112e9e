use crate::support::{Answer, Site};
use axum::http::StatusCode;
use serde_json::json;

/// A form that is right: two schools of p1, from February to December 2027.
pub fn fields() -> Vec<(&'static str, String)> {
    let mut fields: Vec<(&'static str, String)> = [
        ("name", "Summer 2027"),
        ("framework", "five-principles-1"),
        ("starts_on-day", "1"),
        ("starts_on-month", "2"),
        ("starts_on-year", "2027"),
        ("visits_from-day", "19"),
        ("visits_from-month", "4"),
        ("visits_from-year", "2027"),
        ("visits_until-day", "30"),
        ("visits_until-month", "6"),
        ("visits_until-year", "2027"),
        ("ends_on-day", "17"),
        ("ends_on-month", "12"),
        ("ends_on-year", "2027"),
        ("levels", "off"),
        ("audiences", "coordinator"),
        ("audiences", "governors"),
        ("terms", "Each school offers two days."),
        ("closed_days", "29 March to 9 April 2027 Easter holiday"),
        ("schools", "s1"),
        ("schools", "s2"),
    ]
    .into_iter()
    .map(|(n, v)| (n, v.to_owned()))
    .collect();
    fields.push(("form_key", server::state::new_secret()));
    fields
}

pub fn with(
    mut fields: Vec<(&'static str, String)>,
    name: &'static str,
    value: impl Into<String>,
) -> Vec<(&'static str, String)> {
    fields.retain(|(n, _)| *n != name);
    fields.push((name, value.into()));
    fields
}

pub async fn post(
    site: &Site,
    cookie: &str,
    path: &str,
    fields: &[(&'static str, String)],
) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    site.post(cookie, path, &fields).await
}

pub const NEW: &str = "/partnerships/p1/cycles/new";

/// A draft made through the form, by its address.
pub async fn draft(site: &Site, coord: &str) -> String {
    post(site, coord, NEW, &fields())
        .await
        .expect_redirect("/cycles/")
        .location
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_partnerships_coordinator_sets_up_a_cycle() {
    let site = Site::new().await;
    for (person, status) in [
        ("coord1", StatusCode::OK),
        ("admin", StatusCode::FORBIDDEN),
        ("head1", StatusCode::FORBIDDEN),
        ("coord2", StatusCode::NOT_FOUND),
        ("la", StatusCode::NOT_FOUND),
    ] {
        let cookie = site.sign_in(person).await;
        site.get(&cookie, NEW).await.expect(status);
        if person != "coord1" {
            post(&site, &cookie, NEW, &fields()).await.expect(status);
        }
    }
    assert_eq!(
        site.stored("SELECT VALUE state FROM cycle WHERE state = 'draft'")
            .await,
        json!([])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_holds_what_was_typed_and_only_its_coordinators_know_of_it() {
    let site = Site::new().await;
    let coord = site.sign_in("coord1").await;
    let form = site.get(&coord, NEW).await.expect(StatusCode::OK);
    assert_eq!(
        form.body
            .matches("name=\"schools\" type=\"checkbox\" checked")
            .count(),
        4,
        "every member is ticked"
    );
    let path = draft(&site, &coord).await;
    let text = site.get(&coord, &path).await.expect(StatusCode::OK).text();
    for words in [
        "Summer 2027",
        "Draft",
        "1 February 2027 to 17 December 2027",
        "19 April 2027 to 30 June 2027",
        "No levels",
        "the coordinators of the partnership and the governors of the school",
        "Each school offers two days.",
        "29 March 2027 to 9 April 2027, Easter holiday",
        "Ashby Primary School Birchwood Academy",
        "Launch the cycle",
    ] {
        assert!(text.contains(words), "{words} is missing in {text}");
    }
    assert!(
        site.get(&coord, "/partnerships/p1")
            .await
            .text()
            .contains("Summer 2027")
    );
    for person in ["head1", "admin", "coord2", "contrib1"] {
        let cookie = site.sign_in(person).await;
        for page in ["", "/edit", "/milestones", "/launch", "/schools", "/end"] {
            site.get(&cookie, &format!("{path}{page}"))
                .await
                .expect(StatusCode::NOT_FOUND);
        }
    }
    let head = site.sign_in("head1").await;
    let partnership = site
        .get(&head, "/partnerships/p1")
        .await
        .expect(StatusCode::OK)
        .text();
    assert!(
        partnership.contains("Spring and summer 2027") && !partnership.contains("Set up a cycle"),
        "{partnership}"
    );
    assert!(!partnership.contains("Summer 2027 Draft"), "{partnership}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_posted_twice_makes_one_cycle() {
    let site = Site::new().await;
    let coord = site.sign_in("coord1").await;
    let fields = fields();
    let first = post(&site, &coord, NEW, &fields)
        .await
        .expect_redirect("/cycles/");
    let second = post(&site, &coord, NEW, &fields)
        .await
        .expect_redirect("/cycles/");
    assert_eq!(first.location, second.location);
    assert_eq!(
        site.stored("SELECT VALUE name FROM cycle WHERE state = 'draft'")
            .await,
        json!(["Summer 2027"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_mistake_is_named_beside_its_field_and_nothing_typed_is_lost() {
    let site = Site::new().await;
    let coord = site.sign_in("coord1").await;
    let mut wrong = with(fields(), "visits_from-year", "2026");
    wrong = with(wrong, "name", "");
    wrong = with(wrong, "closed_days", "soon\n15 February 2027\n31 June 2027");
    wrong = with(wrong, "terms", "Keep <b>these</b> terms");
    wrong.push(("schools", "s6".into()));
    let page = post(&site, &coord, NEW, &wrong)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    let text = page.text();
    for words in [
        "Enter the cycle",
        "on or after the first day of the cycle",
        "Line 1:",
        "Line 3:",
        "Choose schools from the list",
    ] {
        assert!(text.contains(words), "{words} is missing in {text}");
    }
    assert!(
        page.body.contains("href=\"#visits_from-day\"")
            && page.body.contains("href=\"#closed_days\"")
    );
    assert!(page.body.contains("Keep &lt;b&gt;these&lt;/b&gt; terms"));
    let ticked = page
        .body
        .matches("name=\"audiences\" type=\"checkbox\" checked")
        .count();
    assert_eq!(ticked, 2, "both audiences stay ticked");
    assert_eq!(
        site.stored("SELECT VALUE name FROM cycle WHERE state = 'draft'")
            .await,
        json!([])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_policy_can_be_read_in_words_before_anything_is_saved() {
    let site = Site::new().await;
    let coord = site.sign_in("coord1").await;
    let mut asked = fields();
    asked.push(("preview", "yes".into()));
    let page = post(&site, &coord, NEW, &asked)
        .await
        .expect(StatusCode::OK);
    assert!(page.text().contains("the report can also be read by the coordinators of the partnership and the governors of the school."));
    assert!(
        page.body.contains("value=\"Summer 2027\""),
        "what was typed is still there"
    );
    assert_eq!(
        site.stored("SELECT VALUE name FROM cycle WHERE state = 'draft'")
            .await,
        json!([])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_coordinators_who_edit_at_once_see_both_texts() {
    let site = Site::new().await;
    site.seed("CREATE role:second SET person = person:nobody, kind = 'coordinator', scope = 'p1', since = '2026-09-01', why = 'x'").await;
    let (one, two) = (site.sign_in("coord1").await, site.sign_in("nobody").await);
    let path = draft(&site, &one).await;
    let edit = format!("{path}/edit");
    let (a, b) = (site.get(&one, &edit).await, site.get(&two, &edit).await);
    let save = |terms: &str, page: &Answer| {
        let fields = with(
            with(fields(), "terms", terms),
            "version",
            page.hidden("version"),
        );
        with(fields, "form_key", page.hidden("form_key"))
    };
    post(&site, &one, &edit, &save("Terms of the first", &a))
        .await
        .expect_redirect(&path);
    let both = post(&site, &two, &edit, &save("Terms of the second", &b))
        .await
        .expect(StatusCode::CONFLICT);
    let text = both.text();
    assert!(
        text.contains("Terms of the first")
            && text.contains("Terms of the second")
            && text.contains("Cora Dean"),
        "{text}"
    );
    assert!(
        site.get(&one, &path)
            .await
            .text()
            .contains("Terms of the first")
    );
    post(&site, &two, &edit, &save("Terms of both", &both))
        .await
        .expect_redirect(&path);
    assert!(site.get(&one, &path).await.text().contains("Terms of both"));
}

#[tokio::test(flavor = "multi_thread")]
async fn schools_are_put_into_a_draft_and_taken_out_of_it() {
    let site = Site::new().await;
    let coord = site.sign_in("coord1").await;
    let path = draft(&site, &coord).await;
    let page = site
        .get(&coord, &format!("{path}/edit"))
        .await
        .expect(StatusCode::OK);
    let mut changed = with(
        with(fields(), "version", page.hidden("version")),
        "schools",
        "s3",
    );
    changed.push(("schools", "s2".into()));
    post(&site, &coord, &format!("{path}/edit"), &changed)
        .await
        .expect_redirect(&path);
    let text = site.get(&coord, &path).await.text();
    assert!(
        text.contains("Birchwood Academy Calder Infant School") && !text.contains("Ashby"),
        "{text}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn milestones_show_their_dates_and_move_with_the_numbers() {
    let site = Site::new().await;
    let coord = site.sign_in("coord1").await;
    let path = draft(&site, &coord).await;
    let page = site
        .get(&coord, &format!("{path}/milestones"))
        .await
        .expect(StatusCode::OK);
    // Ten working days after Monday 19 April, over the May bank holiday.
    assert!(
        page.text()
            .contains("Accuracy checked, report final Falls on Tuesday 4 May 2027"),
        "{}",
        page.text()
    );
    let offsets = [
        ("team_and_date", "-30"),
        ("self_review_opens", "-20"),
        ("questions", "-15"),
        ("visit_plan", "-10"),
        ("self_review_submitted", "-5"),
        ("briefing", "-3"),
        ("draft_report", "5"),
        ("quality_assurance", "7"),
        ("report_final", "12"),
        ("action_plan", "15"),
        ("progress_update", "30"),
        ("impact_review", "60"),
    ];
    let version = page.hidden("version");
    let key = page.hidden("form_key");
    let mut fields: Vec<(&str, &str)> = offsets.to_vec();
    fields.extend([("version", version.as_str()), ("form_key", key.as_str())]);
    let shown = [fields.clone(), vec![("preview", "yes")]].concat();
    let preview = site
        .post(&coord, &format!("{path}/milestones"), &shown)
        .await
        .expect(StatusCode::OK);
    assert!(
        preview
            .text()
            .contains("report final Falls on Thursday 6 May 2027"),
        "{}",
        preview.text()
    );
    for _ in 0..2 {
        site.post(&coord, &format!("{path}/milestones"), &fields)
            .await
            .expect_redirect(&path);
    }
    let id = path.trim_start_matches("/cycles/");
    let stored = site
        .stored(&format!(
            "SELECT VALUE [offsets.report_final, offsets.visit, version] FROM cycle:⟨{id}⟩"
        ))
        .await;
    assert_eq!(stored, json!([[12, 0, 2]]));
    // Saved on what the first page showed: somebody has saved since.
    let stale = with(
        fields
            .iter()
            .map(|(n, v)| (leak(n), (*v).to_owned()))
            .collect(),
        "form_key",
        "another",
    );
    let page = post(&site, &coord, &format!("{path}/milestones"), &stale)
        .await
        .expect(StatusCode::CONFLICT);
    assert!(
        page.text().contains("Cora Dean saved this cycle"),
        "{}",
        page.text()
    );
}

/// Leaked on purpose: a few bytes for the length of a test.
fn leak(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

#[tokio::test(flavor = "multi_thread")]
async fn milestones_out_of_order_are_named_beside_their_fields() {
    let site = Site::new().await;
    let coord = site.sign_in("coord1").await;
    let path = draft(&site, &coord).await;
    let page = site
        .post(
            &coord,
            &format!("{path}/milestones"),
            &[
                ("team_and_date", "-40"),
                ("self_review_opens", "-30"),
                ("questions", "soon"),
                ("visit_plan", "-10"),
                ("self_review_submitted", "-12"),
                ("briefing", "-3"),
                ("draft_report", "5"),
                ("quality_assurance", "7"),
                ("report_final", "10"),
                ("action_plan", "15"),
                ("progress_update", "30"),
                ("impact_review", "999"),
            ],
        )
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    let text = page.text();
    for words in [
        "whole number",
        "Self-review submitted must not fall before",
        "between -250 and 250",
    ] {
        assert!(text.contains(words), "{words} is missing in {text}");
    }
    assert!(page.body.contains("value=\"soon\"") && page.body.contains("href=\"#impact_review\""));
}
