//! Makes the spreadsheet. Answers stand beside the strand's title; what the framework says follows to the right.

use super::{
    CODE, EDITION, Form, FormRow, HIDDEN, KIND, LEVEL, NARRATIVE, NOT_EXPLORED, SHEET, WriteError,
    guard,
};
use chrono::Datelike;
use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder,
    Formula, IgnoreError, ProtectionOptions, Workbook, Worksheet, XlsxError,
};

impl From<XlsxError> for WriteError {
    fn from(e: XlsxError) -> Self {
        Self(e.to_string())
    }
}

/// The form as a file.
pub fn write(form: &Form) -> Result<Vec<u8>, WriteError> {
    let mut book = Workbook::new();
    let day = ExcelDateTime::from_ymd(
        u16::try_from(form.made.year()).unwrap_or(2000),
        u8::try_from(form.made.month()).unwrap_or(1),
        u8::try_from(form.made.day()).unwrap_or(1),
    )?;
    book.set_properties(
        &DocProperties::new()
            .set_title(format!("Self-review of {}", form.school))
            .set_subject(&form.cycle)
            .set_creation_datetime(&day),
    );
    book.push_worksheet(strands(form)?);
    book.push_worksheet(instructions(form)?);
    book.push_worksheet(hidden(form)?);
    Ok(book.save_to_buffer()?)
}

/// A column: heading, width, what its cells say.
struct Column<'a> {
    heading: String,
    width: f64,
    answer: bool,
    text: Box<dyn Fn(&FormRow) -> String + 'a>,
}

fn columns(form: &Form) -> Vec<Column<'_>> {
    let column = |heading: &str, width: f64, text: Box<dyn Fn(&FormRow) -> String>| Column {
        heading: heading.to_owned(),
        width,
        answer: false,
        text,
    };
    let answer = |heading: &str, width: f64, text: Box<dyn Fn(&FormRow) -> String>| Column {
        answer: true,
        ..column(heading, width, text)
    };
    let mut all = vec![
        column(CODE, 7.0, Box::new(|r| r.code.clone())),
        column("Strand", 26.0, Box::new(|r| r.title.clone())),
    ];
    if !form.levels.is_empty() {
        all.push(answer(LEVEL, 16.0, Box::new(|r| r.level.clone())));
    }
    all.push(answer(
        NOT_EXPLORED,
        13.0,
        Box::new(|r| if r.not_explored { "yes" } else { "" }.to_owned()),
    ));
    all.push(answer(NARRATIVE, 70.0, Box::new(|r| r.narrative.clone())));
    all.push(column(
        "What it looks at",
        34.0,
        Box::new(|r| r.about.clone()),
    ));
    for (index, heading) in form.descriptions.iter().enumerate() {
        let text = move |r: &FormRow| r.descriptors.get(index).cloned().unwrap_or_default();
        all.push(column(heading, 40.0, Box::new(text)));
    }
    all.push(column(
        "What to look for",
        50.0,
        Box::new(|r| r.prompts.clone()),
    ));
    all
}

fn heading() -> Format {
    Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_background_color(Color::RGB(0x53_2a5c))
        .set_font_color(Color::White)
}

fn strands(form: &Form) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(SHEET)?;
    let plain = Format::new()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Hair);
    let open = plain
        .clone()
        .set_unlocked()
        .set_background_color(Color::RGB(0xff_f7bf));
    let columns = columns(form);
    let last = u32::try_from(form.rows.len()).unwrap_or(0);
    for (at, column) in (0u16..).zip(&columns) {
        sheet.set_column_width(at, column.width)?;
        sheet.write_string_with_format(0, at, guard(&column.heading), &heading())?;
        let format = if column.answer { &open } else { &plain };
        for (line, row) in (1u32..).zip(&form.rows) {
            let text = (column.text)(row);
            sheet.write_string_with_format(line, at, guard(&text), format)?;
        }
        // Codes such as 1.1 are texts, and no fault.
        if column.heading == CODE && last > 0 {
            sheet.ignore_error_range(1, at, last, at, IgnoreError::NumberStoredAsText)?;
        }
        if let Some(rule) = validation(form, &column.heading)?
            && last > 0
        {
            sheet.add_data_validation(1, at, last, at, &rule)?;
        }
    }
    sheet.set_freeze_panes(1, 2)?;
    sheet
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    // No password: it keeps people from slips, not from their own file.
    sheet.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::default()
    });
    Ok(sheet)
}

/// What a column's cells may hold, where it is a choice.
fn validation(form: &Form, heading: &str) -> Result<Option<DataValidation>, XlsxError> {
    let rule = match heading {
        // By reference, since a list within the rule can have 255 characters only.
        LEVEL => DataValidation::new()
            .allow_list_formula(Formula::new(format!(
                "={HIDDEN}!$E$4:$E${}",
                form.levels.len() + 3
            )))
            .set_error_title("Level")?
            .set_error_message("Choose one of the levels, or leave it empty.")?,
        NOT_EXPLORED => DataValidation::new()
            .allow_list_strings(&["yes"])?
            .set_error_title("Not explored")?
            .set_error_message("Choose yes, or leave it empty.")?,
        _ => return Ok(None),
    };
    Ok(Some(rule))
}

fn instructions(form: &Form) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name("How to fill this in")?;
    sheet.set_column_width(0, 100.0)?;
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let made = form.made.format("%-d %B %Y").to_string();
    let mut lines = vec![
        format!("Self-review of {}, {}", form.school, form.cycle),
        format!("Downloaded on {made}. It holds what had been saved until then."),
        "Write in the yellow columns of the sheet “Self-review”. Each row is a strand.".to_owned(),
    ];
    if !form.levels.is_empty() {
        lines.push(
            "Choose the level whose description fits best, taken as a whole. The descriptions stand to the right."
                .to_owned(),
        );
    }
    lines.extend([
        "“Not explored” means that nobody has looked at it yet. It is not the lowest level.".to_owned(),
        "Do not name pupils or give dates of birth, UPNs or anything by which a pupil could be recognised. Speak of staff by their role.".to_owned(),
        "A text can have up to 20,000 characters. Evidence is added in Quintet itself.".to_owned(),
        "Save the file as an Excel file (.xlsx) and upload it where you downloaded it. You see what would change before anything does.".to_owned(),
        "A text that begins with = + - or @ has an apostrophe in front, so that it is not taken for a formula. It goes away when you upload the file.".to_owned(),
    ]);
    for (row, line) in (0u32..).zip(&lines) {
        let format = if row == 0 {
            wrap.clone().set_bold()
        } else {
            wrap.clone()
        };
        sheet.write_string_with_format(row, 0, guard(line), &format)?;
    }
    Ok(sheet)
}

/// What the file remembers of itself: kind and edition, the review, then one row a strand; the levels in column E.
fn hidden(form: &Form) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(HIDDEN)?;
    let mut put = |row: u32, column: u16, text: &str| -> Result<(), XlsxError> {
        sheet.write_string(row, column, guard(text)).map(|_| ())
    };
    put(0, 0, KIND)?;
    put(0, 1, EDITION)?;
    put(1, 0, "review")?;
    put(1, 1, &form.review)?;
    put(2, 0, "strand")?;
    put(2, 1, "version")?;
    put(2, 2, "fingerprint")?;
    for (line, row) in (3u32..).zip(&form.rows) {
        put(line, 0, &row.code)?;
        put(line, 1, &row.version.to_string())?;
        put(line, 2, &row.fingerprint)?;
    }
    for (line, level) in (3u32..).zip(&form.levels) {
        put(line, 4, level)?;
    }
    sheet.set_hidden(true);
    Ok(sheet)
}
