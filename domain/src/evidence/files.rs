//! Which files are taken, by their name, and how a name is written where it could do harm.
//!
//! What the bytes are is for the server to look into; here stands what the extension promises.

/// What a file is, by what its extension promises and its bytes must keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// Portable document.
    Pdf,
    /// Word.
    Docx,
    /// Excel.
    Xlsx,
    /// PowerPoint.
    Pptx,
    /// OpenDocument text.
    Odt,
    /// OpenDocument spreadsheet.
    Ods,
    /// OpenDocument slides.
    Odp,
    /// Photograph.
    Jpeg,
    /// Picture or screenshot.
    Png,
    /// Picture.
    Webp,
    /// Sound.
    Mp3,
    /// Sound as phones record it.
    M4a,
    /// Sound.
    Wav,
    /// Sound.
    Ogg,
    /// Plain text.
    Text,
    /// Table as text.
    Csv,
}

/// Longest name that is kept, in characters.
pub const NAME_LENGTH: usize = 120;

/// Kind, media type, words, and the extensions that name it, the usual one first.
type Line = (
    FileKind,
    &'static str,
    &'static str,
    &'static [&'static str],
);

const KINDS: &[Line] = &[
    (FileKind::Pdf, "application/pdf", "PDF document", &["pdf"]),
    (
        FileKind::Docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "Word document",
        &["docx"],
    ),
    (
        FileKind::Xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Excel spreadsheet",
        &["xlsx"],
    ),
    (
        FileKind::Pptx,
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "PowerPoint slides",
        &["pptx"],
    ),
    (
        FileKind::Odt,
        "application/vnd.oasis.opendocument.text",
        "OpenDocument text",
        &["odt"],
    ),
    (
        FileKind::Ods,
        "application/vnd.oasis.opendocument.spreadsheet",
        "OpenDocument spreadsheet",
        &["ods"],
    ),
    (
        FileKind::Odp,
        "application/vnd.oasis.opendocument.presentation",
        "OpenDocument slides",
        &["odp"],
    ),
    (
        FileKind::Jpeg,
        "image/jpeg",
        "JPEG picture",
        &["jpg", "jpeg"],
    ),
    (FileKind::Png, "image/png", "PNG picture", &["png"]),
    (FileKind::Webp, "image/webp", "WebP picture", &["webp"]),
    (FileKind::Mp3, "audio/mpeg", "MP3 sound", &["mp3"]),
    (FileKind::M4a, "audio/mp4", "M4A sound", &["m4a"]),
    (FileKind::Wav, "audio/wav", "WAV sound", &["wav"]),
    (FileKind::Ogg, "audio/ogg", "Ogg sound", &["ogg", "oga"]),
    (
        FileKind::Text,
        "text/plain; charset=utf-8",
        "plain text",
        &["txt"],
    ),
    (
        FileKind::Csv,
        "text/csv; charset=utf-8",
        "CSV table",
        &["csv"],
    ),
];

/// What is said of the list where files are asked for.
pub const LIST_IN_WORDS: &str = "PDF, Word, Excel, PowerPoint and OpenDocument files, pictures (JPEG, PNG, WebP), sound (MP3, M4A, WAV, Ogg), plain text and CSV";

/// The `accept` attribute of a file field.
pub fn accept() -> String {
    let extensions: Vec<String> = KINDS
        .iter()
        .flat_map(|k| k.3.iter().map(|e| format!(".{e}")))
        .collect();
    extensions.join(",")
}

impl FileKind {
    /// Every kind.
    pub fn all() -> impl Iterator<Item = Self> {
        KINDS.iter().map(|k| k.0)
    }
    fn line(self) -> &'static Line {
        // Every kind has a line; a test holds that.
        KINDS.iter().find(|k| k.0 == self).unwrap_or(&KINDS[0])
    }
    /// The media type with which it is sent.
    pub fn media_type(self) -> &'static str {
        self.line().1
    }
    /// "Word document".
    pub fn in_words(self) -> &'static str {
        self.line().2
    }
    /// The usual extension, without a dot. It is also how the kind is stored.
    pub fn extension(self) -> &'static str {
        self.line().3.first().copied().unwrap_or_default()
    }
    /// The kind that an extension (small letters, no dot) promises.
    pub fn by_extension(extension: &str) -> Option<Self> {
        KINDS.iter().find(|k| k.3.contains(&extension)).map(|k| k.0)
    }
    /// The kind of a cleaned name, or why a file of this name is not taken.
    pub fn by_name(name: &str) -> Result<Self, String> {
        let extension = extension(name);
        Self::by_extension(&extension).ok_or_else(|| why_not(&extension))
    }
    /// True for pictures, which are drawn anew before they are kept.
    pub fn is_picture(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Webp)
    }
    /// True for files that are zip archives inside.
    pub fn is_package(self) -> bool {
        matches!(
            self,
            Self::Docx | Self::Xlsx | Self::Pptx | Self::Odt | Self::Ods | Self::Odp
        )
    }
}

/// The part of a name after its last dot, in small letters; empty when there is none.
pub fn extension(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => extension.to_lowercase(),
        _ => String::new(),
    }
}

/// Why files with this extension are not taken, and what to do instead.
fn why_not(extension: &str) -> String {
    match extension {
        "" => "has no ending such as .pdf or .docx, so we cannot tell what it is".to_owned(),
        "docm" | "xlsm" | "pptm" | "dotm" | "xltm" | "xlsb" => {
            "may contain macros. Save it without macros, as .docx, .xlsx or .pptx".to_owned()
        }
        "doc" | "dot" => {
            "is in the old Word format. Open it in Word and save it as .docx".to_owned()
        }
        "xls" | "xlt" => {
            "is in the old Excel format. Open it in Excel and save it as .xlsx".to_owned()
        }
        "ppt" | "pps" => {
            "is in the old PowerPoint format. Open it in PowerPoint and save it as .pptx".to_owned()
        }
        "rtf" | "pages" | "wpd" => {
            "is a kind of document that we do not take. Save it as .docx or PDF".to_owned()
        }
        "heic" | "heif" | "gif" | "bmp" | "tif" | "tiff" | "avif" => {
            "is a kind of picture that we do not take. Save it as JPEG or PNG".to_owned()
        }
        "svg" | "html" | "htm" | "xhtml" | "xml" | "mht" | "mhtml" | "js" => {
            "can contain scripts. Print it to PDF and add the PDF".to_owned()
        }
        "mp4" | "mov" | "avi" | "webm" | "mkv" | "wmv" => {
            "is a film. Films show people who can be recognised; describe what was seen instead"
                .to_owned()
        }
        "zip" | "rar" | "7z" | "gz" | "tar" => {
            "is an archive. Add the files in it one by one".to_owned()
        }
        _ => format!("is a kind of file that we do not take. We take {LIST_IN_WORDS}"),
    }
}

/// A name as it is kept: the last part of a path, on one line, without characters that cannot be seen or that change
/// the direction of writing, at most [`NAME_LENGTH`] characters with its extension kept. Never empty.
pub fn clean_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let visible: String = last
        .chars()
        .filter(|c| !c.is_control() && !is_invisible(*c))
        .map(|c| if "\"<>|:*?".contains(c) { '_' } else { c })
        .collect();
    let name = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = name
        .trim_start_matches(['.', ' '])
        .trim_end_matches(['.', ' ']);
    let name = if name.is_empty() { "file" } else { name };
    shorten(name)
}

fn shorten(name: &str) -> String {
    if name.chars().count() <= NAME_LENGTH {
        return name.to_owned();
    }
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if extension.chars().count() <= 8 => {
            (stem, format!(".{extension}"))
        }
        _ => (name, String::new()),
    };
    let room = NAME_LENGTH - extension.chars().count();
    let stem: String = stem.chars().take(room).collect();
    format!("{}{extension}", stem.trim_end())
}

/// Marks of direction and other characters of no width, with which `cod.exe` can be made to look like `exe.doc`.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{ad}')
}

/// The header `Content-Disposition` for a download: a plain name for old browsers, and the whole one by RFC 5987.
pub fn content_disposition(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || "._- ()".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    let mut whole = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            whole.push(char::from(byte));
        } else {
            whole.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}")
}

/// A size as people read it: "120 KB", "3.4 MB".
pub fn size_in_words(bytes: u64) -> String {
    const KB: u64 = 1024;
    const MB: u64 = 1024 * KB;
    match bytes {
        0..KB => format!("{bytes} bytes"),
        KB..MB => format!("{} KB", bytes.div_ceil(KB)),
        _ => {
            let tenths = bytes * 10 / MB;
            if tenths.is_multiple_of(10) {
                format!("{} MB", tenths / 10)
            } else {
                format!("{}.{} MB", tenths / 10, tenths % 10)
            }
        }
    }
}

/// Where a revision of a file stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileState {
    /// Waits for the virus check: nobody can open it.
    Held,
    /// Can be opened.
    Stored,
    /// The virus check found something: its bytes are gone.
    Refused,
}

impl FileState {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Stored => "stored",
            Self::Refused => "refused",
        }
    }
}

impl std::str::FromStr for FileState {
    type Err = super::Unknown;
    fn from_str(text: &str) -> Result<Self, super::Unknown> {
        match text {
            "held" => Ok(Self::Held),
            "stored" => Ok(Self::Stored),
            "refused" => Ok(Self::Refused),
            _ => Err(super::Unknown("a state of a file")),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_kind_has_its_line_and_reads_back() {
        for kind in FileKind::all() {
            assert_eq!(FileKind::by_extension(kind.extension()), Some(kind));
            assert!(accept().contains(&format!(".{}", kind.extension())));
        }
        assert_eq!(FileKind::all().count(), 16);
    }

    #[test]
    fn names_that_promise_trouble_are_refused_with_a_way_out() {
        for (name, words) in [
            ("plan.docm", "macros"),
            ("logo.svg", "scripts"),
            ("page.HTML", "scripts"),
            ("photo.heic", "JPEG"),
            ("old.doc", ".docx"),
            ("run.exe", "We take PDF"),
            ("noending", "no ending"),
            (".pdf", "no ending"),
            ("a.pdf.exe", "We take PDF"),
            ("all.zip", "one by one"),
        ] {
            let why = FileKind::by_name(name).unwrap_err();
            assert!(why.contains(words), "{name}: {why}");
        }
        assert_eq!(FileKind::by_name("Plan 2027.PDF"), Ok(FileKind::Pdf));
    }

    #[test]
    fn a_name_loses_its_path_and_what_cannot_be_seen() {
        for (typed, kept) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\head\\Plan.docx", "Plan.docx"),
            ("a\u{202e}fdp.exe", "afdp.exe"),
            ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
            ("  two   spaces .pdf ", "two spaces .pdf"),
            ("...", "file"),
            ("", "file"),
            (".htaccess", "htaccess"),
            ("q\"uote<b>.pdf", "q_uote_b_.pdf"),
        ] {
            assert_eq!(clean_name(typed), kept, "{typed:?}");
        }
        let long = clean_name(&format!("{}.docx", "ä".repeat(400)));
        assert_eq!(long.chars().count(), NAME_LENGTH);
        assert!(long.ends_with(".docx"));
    }

    #[test]
    fn a_download_keeps_its_name_whatever_is_in_it() {
        assert_eq!(
            content_disposition("Plan für SEND (1).pdf"),
            "attachment; filename=\"Plan f_r SEND (1).pdf\"; filename*=UTF-8''Plan%20f%C3%BCr%20SEND%20%281%29.pdf"
        );
    }

    #[test]
    fn sizes_are_said_as_people_say_them() {
        for (bytes, words) in [
            (0, "0 bytes"),
            (1023, "1023 bytes"),
            (1025, "2 KB"),
            (25 * 1024 * 1024, "25 MB"),
            (3_600_000, "3.4 MB"),
        ] {
            assert_eq!(size_in_words(bytes), words);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]
        #[test]
        fn any_name_becomes_one_that_can_stand_in_a_header_and_a_list(name in "([a-z.]{0,6}|\\PC|[\\x00-\\x1f\"/\\\\]|\u{202e}|ü|\\.pdf){0,80}") {
            let clean = clean_name(&name);
            prop_assert!(!clean.is_empty() && clean.chars().count() <= NAME_LENGTH);
            prop_assert!(!clean.contains(['/', '\\', '"', '\r', '\n']));
            prop_assert_eq!(&clean_name(&clean), &clean);
            let header = content_disposition(&clean);
            prop_assert!(header.bytes().all(|b| (0x20..0x7f).contains(&b)), "{}", header);
            prop_assert_eq!(header.matches('"').count(), 2);
            let _ = FileKind::by_name(&clean);
        }
    }
}
