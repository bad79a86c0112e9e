//! Sending notes, and asking the service worker to keep or to forget the page. Knows no page and stores nothing.

use super::storage::object;
use js_sys::{Array, JSON, Reflect};
use leptos::prelude::{set_timeout, window};
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, RequestInit, RequestRedirect, Response, ResponseType, ServiceWorkerContainer,
    ServiceWorkerRegistration,
};

/// A network that swallows everything is no network.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the server made of the notes that were sent.
pub(super) enum Answer {
    /// One a note, as the server sent it: `id`, `outcome` (`saved`, `already`, `refused`, `asked`, `later`), `words`,
    /// and for a note that is asked about what it has to carry, `ok`.
    Notes(Vec<JsValue>),
    /// No answer.
    Offline,
    /// Nobody is signed in.
    SignedOut,
    /// Somebody else is signed in.
    OtherPerson,
    /// The person has nothing to do with the review any more.
    NoAccess,
    /// Anything else.
    Trouble,
}

/// True when the browser is sure that there is no network.
pub(super) fn is_offline() -> bool {
    !window().navigator().on_line()
}

/// Sends notes of one review.
pub(super) async fn send(person: &str, review: &str, notes: &[JsValue]) -> Answer {
    let body = object(&[("person", person)]);
    let list: Array = notes.iter().collect();
    let _ = Reflect::set(&body, &"notes".into(), &list);
    match post(&format!("/reviews/{review}/notebook/sync"), &body).await {
        Err(_) => Answer::Offline,
        Ok(response) if response.type_() == ResponseType::Opaqueredirect => Answer::SignedOut,
        Ok(response) if matches!(response.status(), 403 | 404) => Answer::NoAccess,
        Ok(response) if response.ok() => match read(&response).await {
            Ok(answer) => answer,
            Err(_) => Answer::Trouble,
        },
        Ok(_) => Answer::Trouble,
    }
}

async fn post(address: &str, body: &JsValue) -> Result<Response, JsValue> {
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&JSON::stringify(body)?.into());
    init.set_headers(&object(&[("content-type", "application/json")]));
    // The way to the sign-in page is an answer, not somewhere to go
    init.set_redirect(RequestRedirect::Manual);
    let abort = AbortController::new()?;
    init.set_signal(Some(&abort.signal()));
    set_timeout(move || abort.abort(), PATIENCE);
    let promise = window().fetch_with_str_and_init(address, &init);
    JsFuture::from(promise).await?.dyn_into()
}

async fn read(response: &Response) -> Result<Answer, JsValue> {
    let json = JsFuture::from(response.json()?).await?;
    if Reflect::get(&json, &"other_person".into())?.is_truthy() {
        return Ok(Answer::OtherPerson);
    }
    let notes = Reflect::get(&json, &"notes".into())?.dyn_into::<Array>()?;
    Ok(Answer::Notes(notes.to_vec()))
}

/// The browser's place for service workers; none without HTTPS.
fn container() -> Option<ServiceWorkerContainer> {
    let container = Reflect::get(&window().navigator(), &"serviceWorker".into()).ok()?;
    container.is_object().then(|| container.unchecked_into())
}

/// Has the worker keep the notebook's page. `kept` hears later whether it has.
pub(super) async fn keep_page(person: &str, review: &str, kept: impl Fn(bool) + 'static) {
    let Some(container) = container() else {
        return kept(false);
    };
    let heard = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
        let said = Reflect::get(&event, &"data".into()).unwrap_or_default();
        if let Some(word) = Reflect::get(&said, &"kept".into())
            .ok()
            .and_then(|w| w.as_bool())
        {
            kept(word);
        }
    });
    container.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    // The worker may answer as long as the page is there
    heard.forget();
    let page = format!("/reviews/{review}/notebook");
    let asked = async {
        JsFuture::from(container.register("/sw.js")).await?;
        tell(&container, &[("keep", &page), ("person", person)]).await
    };
    if asked.await.is_err() {
        // Not now: what was kept before is kept still
    }
}

/// Has the worker throw away every page that it has kept.
pub(super) async fn forget_pages() {
    if let Some(container) = container().filter(|c| c.controller().is_some()) {
        let _ = tell(&container, &[("forget", "pages")]).await;
    }
}

async fn tell(container: &ServiceWorkerContainer, words: &[(&str, &str)]) -> Result<(), JsValue> {
    let ready = JsFuture::from(container.ready()?).await?;
    let worker = ready
        .unchecked_into::<ServiceWorkerRegistration>()
        .active()
        .ok_or(JsValue::NULL)?;
    worker.post_message(&object(words))
}

/// Asks the browser not to clear the device's storage by itself. Its answer changes nothing here.
pub(super) fn ask_to_persist() {
    let storage = Reflect::get(&window().navigator(), &"storage".into());
    if let Ok(storage) = storage
        && storage.is_object()
    {
        let _ = storage
            .unchecked_into::<web_sys::StorageManager>()
            .persist();
    }
}

/// A new name for a note: 128 random bits as 32 hexadecimal digits.
pub(super) fn new_name() -> Result<String, JsValue> {
    let mut bytes = [0u8; 16];
    window()
        .crypto()?
        .get_random_values_with_u8_array(&mut bytes)?;
    Ok(bytes.iter().map(|b| format!("{b:02x}")).collect())
}
