//! Notes in IndexedDB, drafts in local storage. Knows what a note is made of, and nothing of the page or the network.

use js_sys::{Array, Function, JSON, Object, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbObjectStore, IdbObjectStoreParameters, IdbRequest, IdbTransaction};

const DATABASE: &str = "quintet-notebook";
const NOTES: &str = "notes";

/// A text field of an object; empty when it has none.
pub(super) fn text(of: &JsValue, field: &str) -> String {
    Reflect::get(of, &field.into())
        .ok()
        .and_then(|v| v.as_string())
        .unwrap_or_default()
}

/// Sets a text field of an object of ours.
pub(super) fn set(of: &JsValue, field: &str, value: &str) {
    // It can only fail for what is no object
    let _ = Reflect::set(of, &field.into(), &value.into());
}

/// An object with these text fields.
pub(super) fn object(fields: &[(&str, &str)]) -> JsValue {
    let out: JsValue = Object::new().into();
    for (field, value) in fields {
        set(&out, field, value);
    }
    out
}

/// The notes on this device. A record has the fields that are sent (`id`, `strand`, `kind`, `stance`, `text`,
/// `heard_kind`, `heard_size`, `written_at`, `personal_data_ok`), whose it is (`person`, `review`), how far it is
/// (`state`: `waiting`, `saved`, `refused`, `asked`; `reason`; `saved_at`; `asked`; `evidence`), and its words for the page (`school`, `head`, `foot`).
pub(super) struct Notes(IdbDatabase);

impl Notes {
    /// Opens the database; fails where the browser keeps nothing, as in some private windows.
    pub(super) async fn open() -> Result<Self, JsValue> {
        let factory = window().indexed_db()?.ok_or(JsValue::NULL)?;
        let request = factory.open_with_u32(DATABASE, 1)?;
        let asked = request.clone();
        let make = Closure::once_into_js(move || {
            let made = asked.result().and_then(|db| {
                let key = IdbObjectStoreParameters::new();
                key.set_key_path(&"id".into());
                db.unchecked_into::<IdbDatabase>()
                    .create_object_store_with_optional_parameters(NOTES, &key)
            });
            // Without its store the database is of no use, and the first transaction says so
            let _ = made;
        });
        request.set_onupgradeneeded(Some(make.unchecked_ref()));
        let db = done(&request).await?;
        Ok(Self(db.unchecked_into()))
    }

    /// A transaction and its store. `strict` has the browser write to the disk before it says that it has written.
    fn begin(&self, mode: &str) -> Result<(IdbTransaction, IdbObjectStore), JsValue> {
        let db: &JsValue = self.0.as_ref();
        let begin: Function = Reflect::get(db, &"transaction".into())?.dyn_into()?;
        let options = object(&[("durability", "strict")]);
        let transaction: IdbTransaction = begin
            .call3(db, &NOTES.into(), &mode.into(), &options)?
            .unchecked_into();
        let store = transaction.object_store(NOTES)?;
        Ok((transaction, store))
    }

    /// Every note of everybody.
    pub(super) async fn all(&self) -> Result<Vec<JsValue>, JsValue> {
        let (_, store) = self.begin("readonly")?;
        let all = done(&store.get_all()?).await?;
        Ok(all.unchecked_into::<Array>().to_vec())
    }

    /// Writes a note, new or changed; returns when it is on the disk.
    pub(super) async fn put(&self, note: &JsValue) -> Result<(), JsValue> {
        let (transaction, store) = self.begin("readwrite")?;
        store.put(note)?;
        written(&transaction).await
    }

    /// Removes a note.
    pub(super) async fn remove(&self, id: &str) -> Result<(), JsValue> {
        let (transaction, store) = self.begin("readwrite")?;
        store.delete(&id.into())?;
        written(&transaction).await
    }
}

/// The result of a request.
async fn done(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    JsFuture::from(promise).await?;
    request.result()
}

/// The end of a transaction.
async fn written(transaction: &IdbTransaction) -> Result<(), JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onerror(Some(&reject));
        transaction.set_onabort(Some(&reject));
    });
    JsFuture::from(promise).await.map(|_| ())
}

/// What is being typed, kept at every letter: unlike IndexedDB, local storage has it before the next letter comes.
pub(super) struct Draft(String);

impl Draft {
    /// The draft of a person in a notebook.
    pub(super) fn of(person: &str, review: &str) -> Self {
        Self(format!("quintet-draft {person} {review}"))
    }

    /// Keeps these fields.
    pub(super) fn keep(&self, fields: &JsValue) {
        let text = JSON::stringify(fields).ok().and_then(|t| t.as_string());
        if let (Some(storage), Some(text)) = (storage(), text) {
            // Full or forbidden: the text is still in the form
            let _ = storage.set_item(&self.0, &text);
        }
    }

    /// The fields that were kept, if any.
    pub(super) fn read(&self) -> Option<JsValue> {
        let text = storage()?.get_item(&self.0).ok()??;
        JSON::parse(&text).ok()
    }

    /// Throws the draft away.
    pub(super) fn forget(&self) {
        if let Some(storage) = storage() {
            let _ = storage.remove_item(&self.0);
        }
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok()?
}
