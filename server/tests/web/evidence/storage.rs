use super::{PDF, at_school, file_path, piece, piece_path};
use crate::support::Site;
use axum::http::StatusCode;
use futures::stream::BoxStream;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta,
    ObjectStore, PutMultipartOptions, PutOptions, PutPayload, PutResult, Result,
};
use serde_json::json;
use server::files::Files;
use server::jobs::check_files::{sweep, sweep_before};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// How many files lie in the folder of a website.
pub fn blobs(site: &Site) -> usize {
    let folder = site.folder().join("files/evidence");
    std::fs::read_dir(folder).map_or(0, |entries| entries.count())
}

/// A storage that takes so many files and then none.
#[derive(Debug)]
struct Full {
    inner: InMemory,
    room: Arc<AtomicI64>,
}

impl Full {
    fn no(&self) -> Option<Error> {
        (self.room.fetch_sub(1, Ordering::SeqCst) <= 0).then(|| Error::Generic {
            store: "full",
            source: "no space left on device".into(),
        })
    }
}

impl std::fmt::Display for Full {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("full")
    }
}

type Answered<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

// The trait's own macro is not at hand, so its methods are written as it writes them.
impl ObjectStore for Full {
    fn put_opts<'a, 'b, 'c>(
        &'a self,
        location: &'b Path,
        payload: PutPayload,
        opts: PutOptions,
    ) -> Answered<'c, PutResult>
    where
        'a: 'c,
        'b: 'c,
        Self: 'c,
    {
        match self.no() {
            Some(e) => Box::pin(async { Err(e) }),
            None => self.inner.put_opts(location, payload, opts),
        }
    }
    fn put_multipart_opts<'a, 'b, 'c>(
        &'a self,
        location: &'b Path,
        opts: PutMultipartOptions,
    ) -> Answered<'c, Box<dyn MultipartUpload>>
    where
        'a: 'c,
        'b: 'c,
        Self: 'c,
    {
        match self.no() {
            Some(e) => Box::pin(async { Err(e) }),
            None => self.inner.put_multipart_opts(location, opts),
        }
    }
    fn get_opts<'a, 'b, 'c>(
        &'a self,
        location: &'b Path,
        options: GetOptions,
    ) -> Answered<'c, GetResult>
    where
        'a: 'c,
        'b: 'c,
        Self: 'c,
    {
        self.inner.get_opts(location, options)
    }
    fn delete_stream(
        &self,
        locations: BoxStream<'static, Result<Path>>,
    ) -> BoxStream<'static, Result<Path>> {
        self.inner.delete_stream(locations)
    }
    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.inner.list(prefix)
    }
    fn list_with_delimiter<'a, 'b, 'c>(
        &'a self,
        prefix: Option<&'b Path>,
    ) -> Answered<'c, ListResult>
    where
        'a: 'c,
        'b: 'c,
        Self: 'c,
    {
        self.inner.list_with_delimiter(prefix)
    }
    fn copy_opts<'a, 'b, 'd, 'c>(
        &'a self,
        from: &'b Path,
        to: &'d Path,
        options: CopyOptions,
    ) -> Answered<'c, ()>
    where
        'a: 'c,
        'b: 'c,
        'd: 'c,
        Self: 'c,
    {
        self.inner.copy_opts(from, to, options)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storage_that_is_full_says_so_and_the_same_form_goes_through_when_there_is_room() {
    let room = Arc::new(AtomicI64::new(1));
    let site = at_school().await;
    let store = Full {
        inner: InMemory::new(),
        room: room.clone(),
    };
    let files = Files::new(Arc::new(store), site.folder(), 1024 * 1024, None);
    let site = site.with_files(files);
    let head = site.sign_in("head1").await;
    let path = "/reviews/r1/evidence/new";
    let sent: [(&str, &[u8]); 2] = [("plan.pdf", PDF), ("notes.txt", b"Calm")];
    let page = site
        .post_form(&head, path, &piece("k"), &sent)
        .await
        .expect(StatusCode::SERVICE_UNAVAILABLE);
    let text = page.text();
    assert!(
        text.contains("cannot be reached, or is full. Nothing was saved."),
        "{text}"
    );
    assert!(
        page.body.contains("know whom to ask")
            && text.contains("plan.pdf")
            && text.contains("notes.txt"),
        "{text}"
    );
    assert_eq!(
        site.stored("SELECT VALUE id FROM evidence").await,
        json!([])
    );
    assert_eq!(
        site.stored("SELECT VALUE id FROM evidence_file").await,
        json!([])
    );
    // The one that had gone in is out again.
    let listed = site
        .app
        .files
        .list_before("2100-01-01T00:00:00Z".parse().unwrap(), 10)
        .await
        .unwrap();
    assert!(listed.is_empty(), "{listed:?}");

    room.store(10, Ordering::SeqCst);
    let kept: Vec<String> = page
        .body
        .split("name=\"kept\"")
        .skip(1)
        .map(|rest| {
            rest.split_once("value=\"")
                .unwrap()
                .1
                .split_once('"')
                .unwrap()
                .0
                .to_owned()
        })
        .collect();
    assert_eq!(kept.len(), 2);
    let mut fields = piece("k");
    fields.extend(kept.iter().map(|k| ("kept", k.as_str())));
    let saved = site
        .post_form(&head, path, &fields, &[])
        .await
        .expect_redirect("/reviews/r1/evidence/");
    let page = site
        .get(&head, &piece_path(&saved))
        .await
        .expect(StatusCode::OK);
    assert_eq!(
        site.get(&head, &file_path(&page)).await.body.as_bytes(),
        PDF
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn stored_bytes_without_a_row_are_swept_and_those_with_one_stay() {
    let site = at_school().await;
    let head = site.sign_in("head1").await;
    let saved = site
        .post_form(
            &head,
            "/reviews/r1/evidence/new",
            &piece("k"),
            &[("plan.pdf", PDF)],
        )
        .await;
    std::fs::write(site.folder().join("files/evidence/orphan"), b"x").unwrap();
    assert_eq!(blobs(&site), 2);
    assert_eq!(
        sweep(&site.app).await.unwrap(),
        0,
        "a form that is being saved may still need it"
    );
    let later = "2100-01-01T00:00:00Z".parse().unwrap();
    assert_eq!(sweep_before(&site.app, later).await.unwrap(), 1);
    assert_eq!(blobs(&site), 1);
    let page = site
        .get(&head, &piece_path(&saved))
        .await
        .expect(StatusCode::OK);
    site.get(&head, &file_path(&page))
        .await
        .expect(StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_that_are_gone_are_said_to_be_away_and_are_no_torn_page() {
    let site = at_school().await;
    let head = site.sign_in("head1").await;
    let saved = site
        .post_form(
            &head,
            "/reviews/r1/evidence/new",
            &piece("k"),
            &[("plan.pdf", PDF)],
        )
        .await;
    let page = site.get(&head, &piece_path(&saved)).await;
    std::fs::remove_dir_all(site.folder().join("files/evidence")).unwrap();
    let answer = site
        .get(&head, &file_path(&page))
        .await
        .expect(StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.text().contains("not available"), "{}", answer.text());
}
