//! The report as a file: for whoever may read its page, with the right headers.

use super::{at_school, finished};
use axum::http::StatusCode;

#[tokio::test(flavor = "multi_thread")]
async fn the_final_report_comes_as_pdf_and_word_for_its_readers() {
    let site = finished().await;
    let coord = site.sign_in("coord1").await;
    for (path, media, name, begins) in [
        (
            "report.pdf",
            "application/pdf",
            "report-ashby-primary-school.pdf",
            "%PDF-",
        ),
        (
            "report.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "report-ashby-primary-school.docx",
            "PK",
        ),
    ] {
        // The second time it is what was kept.
        for _ in 0..2 {
            let answer = site
                .get(&coord, &format!("/reviews/r1/{path}"))
                .await
                .expect(StatusCode::OK);
            let header = |n: &str| answer.headers[n].to_str().unwrap().to_owned();
            assert_eq!(header("content-type"), media);
            assert_eq!(
                header("content-disposition"),
                format!("attachment; filename=\"{name}\"")
            );
            assert_eq!(header("cache-control"), "no-store");
            assert_eq!(header("x-content-type-options"), "nosniff");
            assert!(answer.body.starts_with(begins), "{path}");
        }
    }
    for (person, status) in [
        ("la", StatusCode::FORBIDDEN),
        ("head2", StatusCode::NOT_FOUND),
        ("nobody", StatusCode::NOT_FOUND),
    ] {
        let cookie = site.sign_in(person).await;
        for path in ["report.pdf", "report.docx"] {
            let answer = site.get(&cookie, &format!("/reviews/r1/{path}")).await;
            assert_eq!(answer.status, status, "{person} {path}");
        }
    }
    site.get("", "/reviews/r1/report.pdf")
        .await
        .expect_redirect("/sign-in");
    for odd in [
        "/reviews/R1/report.pdf",
        "/reviews/%00/report.docx",
        "/reviews/nothing/report.pdf",
    ] {
        site.get(&coord, odd).await.expect(StatusCode::NOT_FOUND);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_says_in_its_name_that_it_is_one() {
    let site = at_school().await;
    for person in ["rev2", "head1"] {
        let cookie = site.sign_in(person).await;
        let answer = site
            .get(&cookie, "/reviews/r1/report.pdf")
            .await
            .expect(StatusCode::OK);
        let name = answer.headers["content-disposition"].to_str().unwrap();
        assert_eq!(
            name,
            "attachment; filename=\"draft-report-ashby-primary-school.pdf\""
        );
    }
}
