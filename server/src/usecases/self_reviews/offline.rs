//! The form for working without a network: downloaded with what is saved, read back, looked at, and applied.
//!
//! Between looking and applying nothing is stored: the page carries the rows. What somebody saves in between is noticed
//! by its version, and shown.

use super::{ReadAll, read_own};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use crate::usecases::personal_data::record;
use crate::usecases::stop_repeated;
use documents::self_review_form::{self as sheet, Form, FormRow, ReadForm, WriteError};
use domain::forms::{FieldErrors, RawForm, Reader};
use domain::framework::{Level, StrandCode};
use domain::ids::ReviewId;
use domain::personal_data;
use domain::policy::{self, act};
use domain::self_reviews::offline::{Change, Downloaded, compare, fingerprint, read_row};
use domain::self_reviews::{Judgement, StrandForm, read_strand};
use std::collections::BTreeSet;
use store::self_reviews::StrandEntry;
use store::{Write, self_reviews};

/// A strand of the uploaded form that can be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewRow {
    /// Which.
    pub code: StrandCode,
    /// What taking it would do.
    pub change: Change,
    /// What the file says.
    pub file: StrandForm,
    /// What is saved now.
    pub saved: Option<StrandEntry>,
    /// What was chosen where both sides have changed: true for the file's text. Asked for only on a conflict.
    pub take: Option<bool>,
}

impl PreviewRow {
    fn version(&self) -> u32 {
        self.saved.as_ref().map_or(0, |s| s.version)
    }
}

/// A row that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Its number in the spreadsheet.
    pub line: u32,
    /// What stands in its first column, shortened.
    pub code: String,
    /// Why, in a sentence.
    pub why: String,
}

/// What an uploaded form would change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Preview {
    /// Rows that can be taken, in the order of the framework.
    pub rows: Vec<PreviewRow>,
    /// Rows that cannot.
    pub refused: Vec<Refused>,
}

impl From<WriteError> for Error {
    fn from(e: WriteError) -> Self {
        Self::Internal(e.to_string())
    }
}

fn nothing() -> StrandForm {
    StrandForm {
        judgement: Judgement::Open,
        narrative: String::new(),
    }
}

fn saved_form(entry: Option<&StrandEntry>) -> StrandForm {
    entry.map_or_else(nothing, StrandEntry::as_form)
}

/// "2 Developing".
fn level_words(own: &ReadAll, level: Level) -> String {
    format!("{} {}", level.number(), own.framework.level(level).name)
}

/// The file's bytes, with what is saved now filled in.
pub async fn download_form(
    app: &App,
    user: &User,
    id: &ReviewId,
) -> Result<(ReadAll, Vec<u8>), Error> {
    let own = read_own(app, user, id).await?;
    let names = Level::ALL.map(|l| level_words(&own, l));
    let rows = own
        .framework
        .strands()
        .map(|s| {
            let entry = own.entry(s.code);
            let form = saved_form(entry);
            FormRow {
                code: s.code.to_string(),
                title: s.title.clone(),
                about: s.about.clone(),
                descriptors: s.descriptors.clone(),
                prompts: [&s.see, &s.hear, &s.read]
                    .into_iter()
                    .flatten()
                    .cloned()
                    .collect::<Vec<_>>()
                    .join("\n"),
                level: form
                    .judgement
                    .level()
                    .map(|l| level_words(&own, l))
                    .unwrap_or_default(),
                not_explored: form.judgement == Judgement::NotExplored,
                version: entry.map_or(0, |e| e.version),
                fingerprint: fingerprint(&form),
                narrative: form.narrative,
            }
        })
        .collect();
    let form = Form {
        review: own.review.facts.id.to_string(),
        school: own.review.school_name.clone(),
        cycle: own.review.cycle_name.clone(),
        made: user.today,
        levels: if own.review.facts.levels {
            names.to_vec()
        } else {
            Vec::new()
        },
        descriptions: names,
        rows,
    };
    let bytes = sheet::write(&form)?;
    Ok((own, bytes))
}

/// The self-review, when a form may be brought in now.
pub async fn review_form(app: &App, user: &User, id: &ReviewId) -> Result<ReadAll, Error> {
    let own = read_own(app, user, id).await?;
    policy::review::<act::EditSelfReview>(&user.actor, &own.review.facts)?;
    Ok(own)
}

/// Reads an uploaded file and says what it would change; nothing is written. What cannot be read at all is an error
/// of the field `file`.
pub async fn read_form(
    app: &App,
    user: &User,
    id: &ReviewId,
    bytes: Vec<u8>,
) -> Result<(ReadAll, Preview), Error> {
    let own = review_form(app, user, id).await?;
    let read = tokio::task::spawn_blocking(move || sheet::read(&bytes))
        .await
        .map_err(|e| Error::Internal(format!("reading a form: {e}")))?;
    let read = read.map_err(|e| FieldErrors::one("file", e.to_string()))?;
    if read.review != id.as_str() {
        return Err(FieldErrors::one(
            "file",
            format!(
                "This form belongs to another review. Upload the one of {}, {}.",
                own.review.school_name, own.review.cycle_name
            ),
        )
        .into());
    }
    let preview = preview(&own, read);
    Ok((own, preview))
}

fn preview(own: &ReadAll, read: ReadForm) -> Preview {
    let mut out = Preview::default();
    let mut met = BTreeSet::new();
    for row in read.rows {
        let mut refuse = |why: String| {
            out.refused.push(Refused {
                line: row.line,
                code: row.code.chars().take(20).collect(),
                why,
            });
        };
        let code = row.code.parse::<StrandCode>().ok();
        let Some(code) = code.filter(|c| own.framework.strand(c).is_some()) else {
            refuse("The column “Code” does not name a strand of this framework.".to_owned());
            continue;
        };
        if !met.insert(code) {
            refuse(format!(
                "Strand {code} is in the file twice. The first row counts."
            ));
            continue;
        }
        let levels = own.review.facts.levels;
        let file = match read_row(&row.level, &row.not_explored, &row.narrative, levels) {
            Ok(file) => file,
            Err(why) => {
                refuse(why);
                continue;
            }
        };
        let saved = own.entry(code).cloned();
        let base = Downloaded {
            version: row.version,
            fingerprint: row.fingerprint,
        };
        let version = saved.as_ref().map_or(0, |s| s.version);
        out.rows.push(PreviewRow {
            code,
            change: compare(&base, &file, version, &saved_form(saved.as_ref())),
            file,
            saved,
            take: None,
        });
    }
    out.rows.sort_by_key(|r| r.code);
    out
}

/// The preview that a page carries in its fields: `level-1-1`, `narrative-1-1`, `version-1-1` (of what was saved when it
/// was shown), `both-1-1` where both sides had changed, and `take-1-1` for the choice.
fn carried(own: &ReadAll, form: &RawForm) -> Result<Preview, FieldErrors> {
    let mut out = Preview::default();
    for strand in own.framework.strands() {
        let code = strand.code;
        let field = |name: &str| format!("{name}-{}-{}", code.principle(), code.strand());
        if !form.has(&field("version")) {
            continue;
        }
        let raw = RawForm::new(vec![
            ("level".into(), form.get(&field("level")).into()),
            ("narrative".into(), form.get(&field("narrative")).into()),
        ]);
        let mut reader = Reader::new(&raw);
        let read = read_strand(&mut reader, own.review.facts.levels);
        let file = reader.finish(read)?;
        let saved = own.entry(code).cloned();
        let seen = form.get(&field("version")).parse().unwrap_or(0);
        let base = Downloaded {
            version: seen,
            fingerprint: String::new(),
        };
        let version = saved.as_ref().map_or(0, |s| s.version);
        let change = compare(&base, &file, version, &saved_form(saved.as_ref()));
        let both = form.has(&field("both")) && change != Change::Unchanged;
        let row = PreviewRow {
            code,
            change: if both { Change::Conflict } else { change },
            file,
            saved,
            // A choice counts only between the texts that were shown.
            take: match form.get(&field("take")) {
                _ if version != seen => None,
                "file" => Some(true),
                "saved" => Some(false),
                _ => None,
            },
        };
        out.rows.push(row);
    }
    Ok(out)
}

/// Why a form was not applied; nothing was then written.
#[derive(Debug)]
pub struct NotApplied {
    /// A missing choice ([`Error::Invalid`]), somebody who saved meanwhile ([`Error::Conflict`]), or anything else.
    pub error: Error,
    /// What the form would change as things stand now, to be shown again.
    pub preview: Option<Box<(ReadAll, Preview)>>,
}

impl<E: Into<Error>> From<E> for NotApplied {
    fn from(e: E) -> Self {
        Self {
            error: e.into(),
            preview: None,
        }
    }
}

/// Applies the form that the page carries, all of it or nothing; returns how many strands it changed.
pub async fn apply_form(
    app: &App,
    user: &User,
    id: &ReviewId,
    form: &RawForm,
) -> Result<usize, NotApplied> {
    stop_repeated(app, form).await?;
    let own = read_own(app, user, id).await?;
    let permit = policy::review::<act::EditSelfReview>(&user.actor, &own.review.facts)?;
    let preview = carried(&own, form)?;
    let mut errors = FieldErrors::new();
    for row in preview.rows.iter().filter(|r| r.change == Change::Conflict) {
        if row.take.is_none() {
            let code = row.code;
            errors.add(
                format!("take-{}-{}", code.principle(), code.strand()),
                format!("Choose which text to keep for strand {code}"),
            );
        }
    }
    if !errors.is_empty() {
        return Err(NotApplied {
            error: errors.into(),
            preview: Some(Box::new((own, preview))),
        });
    }
    let taken: Vec<&PreviewRow> = preview
        .rows
        .iter()
        .filter(|r| match r.change {
            Change::Unchanged => false,
            Change::New | Change::Changed => true,
            Change::Conflict => r.take == Some(true),
        })
        .collect();
    let count = taken.len();
    let asked: Vec<(String, &str)> = taken
        .iter()
        .map(|r| {
            let field = format!("narrative-{}-{}", r.code.principle(), r.code.strand());
            (field, r.saved.as_ref().map_or("", |s| s.narrative.as_str()))
        })
        .collect();
    let fields: Vec<(&str, &str)> = asked.iter().map(|(f, b)| (f.as_str(), *b)).collect();
    let mut reader = Reader::new(form);
    let accepted = personal_data::ask_since(&mut reader, &fields);
    if let Err(errors) = reader.finish(Some(())) {
        return Err(NotApplied {
            error: errors.into(),
            preview: Some(Box::new((own, preview))),
        });
    }
    let mut write = Write::new(&user.meta());
    if count > 0 {
        write.push(self_reviews::touch(&permit));
        for row in &taken {
            let seen = row.version();
            write.push(self_reviews::save_strand(
                &permit, row.code, seen, &row.file, user.now,
            ));
        }
        let codes: Vec<String> = taken.iter().map(|r| r.code.to_string()).collect();
        write.audit(
            "brought in the offline form",
            format!("review:{id}"),
            codes.join(", "),
        );
    }
    record(&mut write, &accepted, format!("review:{id}"));
    write.once(
        form.get("form_key"),
        &format!("/reviews/{id}/self-review?done=imported"),
    );
    match app.store.commit(write).await {
        Ok(()) => Ok(count),
        // In the last moment: what the page carries is compared with what has just been saved.
        Err(store::Error::Conflict | store::Error::Duplicate(_)) => {
            let own = read_own(app, user, id).await?;
            let preview = carried(&own, form)?;
            Err(NotApplied {
                error: Error::Conflict,
                preview: Some(Box::new((own, preview))),
            })
        }
        Err(e) => Err(e.into()),
    }
}
