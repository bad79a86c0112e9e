//! A few pieces of evidence with small real files, for the school whose self-review is under way.

use crate::error::Error;
use crate::files::{Files, new_blob};
use crate::state::new_id;
use chrono::{DateTime, Duration, Utc};
use domain::evidence::files::FileKind;
use domain::ids::{EvidenceId, FileId};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::io::Cursor;
use store::Store;

#[derive(Deserialize)]
struct Pieces {
    piece: Vec<Piece>,
}

#[derive(Deserialize)]
struct Piece {
    strands: Vec<String>,
    kind: String,
    stance: String,
    themes: Vec<String>,
    text: String,
    files: Vec<String>,
}

/// Adds the pieces to the review of school number seven. The bytes go into the storage first.
pub async fn load(store: &Store, files: &Files, now: DateTime<Utc>) -> Result<(), Error> {
    let fault = |e: &dyn std::fmt::Display| Error::Internal(format!("demonstration: {e}"));
    let pieces: Pieces = toml::from_str(include_str!("evidence.toml")).map_err(|e| fault(&e))?;
    let (mut rows, mut file_rows) = (Vec::new(), Vec::new());
    for (n, piece) in pieces.piece.into_iter().enumerate() {
        let id: EvidenceId = new_id();
        let at = (now - Duration::hours(50 - i64::try_from(n).unwrap_or(0))).to_rfc3339();
        for name in &piece.files {
            let (file, blob): (FileId, String) = (new_id(), new_blob());
            let content = content(name).map_err(|e| fault(&e))?;
            let scratch = files.scratch(file.as_str());
            put(files, &scratch, &content, &blob).await?;
            let kind = FileKind::by_name(name).map_err(|e| fault(&e))?;
            file_rows.push(json!({ "file": file, "evidence": id, "name": name, "kind": kind.extension(), "size": content.len(),
                "sha256": hex::encode(Sha256::digest(&content)), "blob": blob, "at": at }));
        }
        rows.push(json!({ "id": id, "strands": piece.strands, "kind": piece.kind, "stance": piece.stance, "themes": piece.themes,
            "text": piece.text, "at": at }));
    }
    store
        .seed(
            include_str!("evidence.surql"),
            [("pieces", json!(rows)), ("files", json!(file_rows))],
        )
        .await?;
    Ok(())
}

async fn put(
    files: &Files,
    scratch: &std::path::Path,
    content: &[u8],
    blob: &str,
) -> Result<(), Error> {
    let disk = |e: std::io::Error| Error::Unavailable(format!("the data folder: {e}"));
    if let Some(folder) = scratch.parent() {
        tokio::fs::create_dir_all(folder).await.map_err(disk)?;
    }
    tokio::fs::write(scratch, content).await.map_err(disk)?;
    let kept = files.keep(scratch, blob).await;
    // What is left of it is swept after a day.
    let _ = tokio::fs::remove_file(scratch).await;
    kept
}

fn content(name: &str) -> Result<Vec<u8>, String> {
    match name {
        "screening.pdf" => Ok(pdf()),
        "timetable.png" => png(),
        _ => Ok(b"Question,Yes,No\r\nI know which pupils in my class have a plan,14,3\r\nI am told when a plan changes,9,8\r\n".to_vec()),
    }
}

/// One page with a line of text, written by hand.
fn pdf() -> Vec<u8> {
    let text = "BT /F1 18 Tf 60 760 Td (Screening in the first three weeks) Tj 0 -30 Td /F1 12 Tf (New pupils reached: 2024 67 in 100, 2025 88 in 100, 2026 all) Tj ET";
    let stream = format!("<</Length {}>>stream\n{text}\nendstream", text.len());
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        &stream,
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ];
    let mut out = "%PDF-1.7\n".to_owned();
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", n + 1));
    }
    let table = out.len();
    out.push_str("xref\n0 6\n0000000000 65535 f \n");
    for place in places {
        out.push_str(&format!("{place:010} 00000 n \n"));
    }
    out.push_str(&format!(
        "trailer<</Size 6/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n"
    ));
    out.into_bytes()
}

/// Five coloured bars, as on a visual timetable.
fn png() -> Result<Vec<u8>, String> {
    const COLOURS: [[u8; 3]; 5] = [
        [29, 112, 184],
        [0, 112, 60],
        [255, 221, 0],
        [212, 53, 28],
        [76, 44, 146],
    ];
    let image = RgbImage::from_fn(300, 200, |x, y| {
        let bar = usize::try_from(y / 40).unwrap_or(0);
        let colour = COLOURS.get(bar).copied().unwrap_or([255; 3]);
        if !(12..=287).contains(&x) || y % 40 < 4 {
            Rgb([255; 3])
        } else {
            Rgb(colour)
        }
    });
    let mut out = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(image)
        .write_to(&mut out, ImageFormat::Png)
        .map_err(|e| e.to_string())?;
    Ok(out.into_inner())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_can_be_read_and_every_file_is_what_its_name_says() {
        let pieces: Pieces = toml::from_str(include_str!("evidence.toml")).unwrap();
        for piece in pieces.piece {
            piece
                .kind
                .parse::<domain::evidence::EvidenceKind>()
                .unwrap();
            for theme in piece.themes {
                theme.parse::<domain::evidence::Theme>().unwrap();
            }
            for file in piece.files {
                assert!(!content(&file).unwrap().is_empty());
            }
        }
        assert!(pdf().starts_with(b"%PDF-") && infer::image::is_png(&png().unwrap()));
    }
}
