use super::{STRAND, save};
use crate::support::{Answer, Site};
use axum::http::StatusCode;
use documents::self_review_form::{Form, FormRow, write};
use domain::framework::Level;
use domain::self_reviews::offline::fingerprint;
use domain::self_reviews::{Judgement, StrandForm};
use serde_json::json;

const FORM: &str = "/reviews/r1/self-review/form";
const APPLY: &str = "/reviews/r1/self-review/form/apply";

/// A row as it was downloaded (version, level, text) and as it comes back.
fn row(code: &str, before: (u32, u8, &str), level: &str, narrative: &str) -> FormRow {
    let was = StrandForm {
        judgement: Level::try_from(before.1).map_or(Judgement::Open, Judgement::Level),
        narrative: before.2.to_owned(),
    };
    FormRow {
        code: code.into(),
        title: "Title".into(),
        about: String::new(),
        descriptors: Default::default(),
        prompts: String::new(),
        level: level.into(),
        not_explored: false,
        narrative: narrative.into(),
        version: before.0,
        fingerprint: fingerprint(&was),
    }
}

fn file(review: &str, rows: Vec<FormRow>) -> Vec<u8> {
    write(&Form {
        review: review.into(),
        school: "Ashby Primary School".into(),
        cycle: "Spring".into(),
        made: chrono::NaiveDate::from_ymd_opt(2027, 1, 11).unwrap(),
        levels: ["1 Emerging", "2 Developing", "3 Secure", "4 Leading"]
            .map(String::from)
            .to_vec(),
        descriptions: ["1", "2", "3", "4"].map(String::from),
        rows,
    })
    .unwrap()
}

async fn upload(site: &Site, cookie: &str, bytes: &[u8]) -> Answer {
    site.post_files(cookie, FORM, &[("file", "form.xlsx", bytes)])
        .await
}

/// Every field of the preview's form, as a browser sends it.
fn carried(page: &Answer) -> Vec<(String, String)> {
    let (_, form) = page
        .body
        .split_once(&format!("action=\"{APPLY}\""))
        .unwrap();
    let (form, _) = form.split_once("</form>").unwrap();
    form.split("<input type=\"hidden\" name=\"")
        .skip(1)
        .map(|rest| {
            let (name, rest) = rest.split_once('"').unwrap();
            let (_, rest) = rest.split_once("value=\"").unwrap();
            let value = rest.split_once('"').unwrap().0;
            (
                name.to_owned(),
                value
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&amp;", "&"),
            )
        })
        .collect()
}

async fn apply(site: &Site, cookie: &str, page: &Answer, more: &[(&str, &str)]) -> Answer {
    let fields = carried(page);
    let mut fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .collect();
    fields.extend_from_slice(more);
    site.post(cookie, APPLY, &fields).await
}

async fn saved(site: &Site, cookie: &str, narrative: &str, level: &str) {
    let page = site.get(cookie, STRAND).await;
    save(
        site,
        cookie,
        &page,
        &[("narrative", narrative), ("level", level)],
    )
    .await
    .expect_redirect(STRAND);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_is_downloaded_as_a_file_and_shown_as_a_page_to_print() {
    let site = Site::new().await;
    let head = site.sign_in("head1").await;
    saved(&site, &head, "=SUM(A1)", "2").await;
    let file = site
        .get(&head, "/reviews/r1/self-review/form.xlsx")
        .await
        .expect(StatusCode::OK);
    assert!(file.body.starts_with("PK"));
    let header = |name: &str| file.headers[name].to_str().unwrap().to_owned();
    assert_eq!(
        header("content-disposition"),
        "attachment; filename=\"self-review-ashby-primary-school.xlsx\""
    );
    assert!(header("content-type").contains("spreadsheetml"));
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("cache-control"), "no-store");
    let print = site
        .get(&head, "/reviews/r1/self-review/form/print")
        .await
        .expect(StatusCode::OK);
    assert!(
        print.text().contains("5.1 ")
            && print.text().contains("=SUM(A1)")
            && !print.body.contains("<script"),
        "{}",
        print.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_is_looked_at_first_and_applied_once() {
    let site = Site::new().await;
    let head = site.sign_in("head1").await;
    saved(&site, &head, "As saved", "2").await;
    let bytes = file(
        "r1",
        vec![
            row(
                "1.1",
                (1, 2, "As saved"),
                "3 Secure",
                "Better <b>now</b> & then",
            ),
            row("1.2", (0, 0, ""), "", "- written\n- offline"),
            row("1.3", (0, 0, ""), "", ""),
            row("2.1", (0, 0, ""), "Best", "Text"),
            row("9.9", (0, 0, ""), "", "Text"),
        ],
    );
    let page = upload(&site, &head, &bytes).await.expect(StatusCode::OK);
    let text = page.text();
    for words in [
        "2 strands would change, and 1 strand would stay as they are.",
        "Better &lt;b>now&lt;/b> & then",
        "Row 5 (2.1) : Choose one of the levels",
        "Row 6 (9.9) : The column “Code” does not name a strand",
        "New",
        "Changed",
    ] {
        let words = words
            .replace("&lt;b>", "&lt;b&gt;")
            .replace("&lt;/b>", "&lt;/b&gt;");
        assert!(text.contains(&words), "{words}: {text}");
    }
    // Looking changes nothing.
    assert_eq!(
        site.stored("SELECT VALUE narrative FROM strand_entry")
            .await,
        json!(["As saved"])
    );
    for _ in 0..2 {
        apply(&site, &head, &page, &[])
            .await
            .expect_redirect("/reviews/r1/self-review?done=imported");
    }
    assert_eq!(
        site.stored(
            "SELECT VALUE [strand, level, narrative, version] FROM strand_entry ORDER BY strand"
        )
        .await,
        json!([
            ["1.1", 3, "Better <b>now</b> & then", 2],
            ["1.2", null, "- written\n- offline", 1]
        ])
    );
    assert_eq!(
        site.stored(
            "SELECT VALUE [verb, detail] FROM audit WHERE verb = 'brought in the offline form'"
        )
        .await,
        json!([["brought in the offline form", "1.1, 1.2"]])
    );
    // The same file again: nothing is left to do.
    let page = upload(&site, &head, &bytes).await.expect(StatusCode::OK);
    assert!(
        page.text().contains("Nothing would change"),
        "{}",
        page.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_saved_since_the_download_is_shown_and_chosen_between() {
    let site = Site::new().await;
    let (head, contributor) = (site.sign_in("head1").await, site.sign_in("contrib1").await);
    saved(&site, &head, "As downloaded", "2").await;
    saved(&site, &contributor, "By Connie since", "2").await;
    let mine = row(
        "1.1",
        (1, 2, "As downloaded"),
        "3 Secure",
        "Written offline",
    );
    let bytes = file("r1", vec![mine, row("1.2", (0, 0, ""), "", "New")]);
    let page = upload(&site, &head, &bytes).await.expect(StatusCode::OK);
    for words in [
        "By Connie since",
        "Written offline",
        "Changed on both sides",
        "Connie Senco",
    ] {
        assert!(page.text().contains(words), "{words}: {}", page.text());
    }
    let undecided = apply(&site, &head, &page, &[])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        undecided
            .text()
            .contains("Choose which text to keep for strand 1.1")
            && undecided.text().contains("Written offline"),
        "{}",
        undecided.text()
    );
    // Somebody saves once more while the page is open: what was chosen was chosen between other texts.
    saved(&site, &contributor, "By Connie, later still", "2").await;
    let again = apply(&site, &head, &undecided, &[("take-1-1", "file")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        again.text().contains("By Connie, later still"),
        "{}",
        again.text()
    );
    apply(&site, &head, &again, &[("take-1-1", "saved")])
        .await
        .expect_redirect("/reviews/r1/self-review?done=imported");
    let texts = "SELECT VALUE narrative FROM strand_entry ORDER BY strand";
    assert_eq!(
        site.stored(texts).await,
        json!(["By Connie, later still", "New"])
    );
    let page = upload(&site, &head, &bytes).await;
    apply(&site, &head, &page, &[("take-1-1", "file")])
        .await
        .expect_redirect("/");
    assert_eq!(site.stored(texts).await, json!(["Written offline", "New"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_not_this_form_is_refused_in_words() {
    let site = Site::new().await;
    let head = site.sign_in("head1").await;
    let other = file("r2", vec![row("1.1", (0, 0, ""), "", "Text")]);
    let bomb = {
        // A part of 64 MB of blanks.
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        zip.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default())
            .unwrap();
        std::io::Write::write_all(&mut zip, &vec![b' '; 64 * 1024 * 1024]).unwrap();
        zip.finish().unwrap().into_inner()
    };
    let large = vec![b'x'; 5 * 1024 * 1024 + 1];
    let table: [(&str, &[u8], &str); 6] = [
        ("another review's", &other, "belongs to another review"),
        ("empty", b"", "Choose the form"),
        ("a PDF", b"%PDF-1.7", "not a spreadsheet that can be read"),
        (
            "a script",
            b"<script>alert(1)</script>",
            "not a spreadsheet",
        ),
        ("a bomb", &bomb, "more in this file than the form can hold"),
        ("too large", &large, "larger than 5 MB"),
    ];
    for (what, bytes, words) in table {
        let name = if what == "empty" { "" } else { "form.xlsx" };
        let refused = site
            .post_files(&head, FORM, &[("file", name, bytes)])
            .await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains(words), "{what}: {}", refused.text());
    }
    let refused = upload(&site, &head, b"").await;
    assert!(
        refused.text().contains("The file is empty"),
        "{}",
        refused.text()
    );
    let refused = upload(&site, &head, &vec![b'x'; 6 * 1024 * 1024])
        .await
        .expect(StatusCode::PAYLOAD_TOO_LARGE);
    assert!(
        refused.text().contains("larger than 5 MB"),
        "{}",
        refused.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_outside_the_school_has_the_form_and_nobody_brings_it_in_after_submission() {
    let site = Site::new().await;
    let good = file("r1", vec![row("1.1", (0, 0, ""), "", "Text")]);
    for (person, status) in [
        ("coord1", StatusCode::FORBIDDEN),
        ("head2", StatusCode::NOT_FOUND),
        ("rev2", StatusCode::NOT_FOUND),
    ] {
        let cookie = site.sign_in(person).await;
        for page in ["", ".xlsx", "/print"] {
            site.get(&cookie, &format!("{FORM}{page}"))
                .await
                .expect(status);
        }
        upload(&site, &cookie, &good).await.expect(status);
        site.post(
            &cookie,
            APPLY,
            &[("version-1-1", "0"), ("narrative-1-1", "x")],
        )
        .await
        .expect(status);
    }
    site.seed(
        "UPDATE review:r1 SET self_review = 'submitted', submitted_at = d'2027-01-05T10:00:00Z'",
    )
    .await;
    let head = site.sign_in("head1").await;
    let page = site.get(&head, FORM).await.expect(StatusCode::OK);
    assert!(!page.body.contains("type=\"file\""), "{}", page.text());
    upload(&site, &head, &good)
        .await
        .expect(StatusCode::FORBIDDEN);
    site.post(
        &head,
        APPLY,
        &[("version-1-1", "0"), ("narrative-1-1", "x")],
    )
    .await
    .expect(StatusCode::FORBIDDEN);
    assert_eq!(site.stored("SELECT id FROM strand_entry").await, json!([]));
}
