//! From a [`Framework`] back to the text of a file, always in the same form.

use super::{Framework, Level, Principle, Strand};

/// Writes a framework as a file that [`parse`](super::parse()) reads back to the same value.
///
/// The form is canonical: equal frameworks give equal texts, so that two exports can be compared line by line.
/// Comments of an imported file are not kept.
pub fn to_toml(framework: &Framework) -> String {
    let mut out = String::new();
    out.push_str("# An inclusion framework, exported by Quintet.\n");
    out.push_str("# Every text stands between straight double quotes, on one line.\n\n");
    text(&mut out, "key", &framework.key);
    text(&mut out, "title", &framework.title);
    number(&mut out, "version", framework.version);
    text(&mut out, "summary", &framework.summary);
    text(&mut out, "guidance", &framework.guidance);
    text(&mut out, "attribution", &framework.attribution);
    text(&mut out, "changes", &framework.changes);
    for level in &framework.levels {
        out.push_str("\n[[levels]]\n");
        number(&mut out, "number", u32::from(level.level.number()));
        text(&mut out, "name", &level.name);
        text(&mut out, "meaning", &level.meaning);
    }
    for principle in &framework.principles {
        write_principle(&mut out, principle);
    }
    out
}

fn write_principle(out: &mut String, principle: &Principle) {
    out.push_str("\n[[principles]]\n");
    number(out, "number", u32::from(principle.number));
    text(out, "title", &principle.title);
    text(out, "about", &principle.about);
    for strand in &principle.strands {
        write_strand(out, strand);
    }
}

fn write_strand(out: &mut String, strand: &Strand) {
    out.push_str("\n[[principles.strands]]\n");
    text(out, "code", &strand.code.to_string());
    text(out, "title", &strand.title);
    text(out, "about", &strand.about);
    text(out, "question", &strand.question);
    for level in Level::ALL {
        text(
            out,
            &format!("level_{}", level.number()),
            strand.descriptor(level),
        );
    }
    list(out, "see", &strand.see);
    list(out, "hear", &strand.hear);
    list(out, "read", &strand.read);
}

fn text(out: &mut String, key: &str, value: &str) {
    out.push_str(key);
    out.push_str(" = ");
    quoted(out, value);
    out.push('\n');
}

fn number(out: &mut String, key: &str, value: u32) {
    out.push_str(&format!("{key} = {value}\n"));
}

fn list(out: &mut String, key: &str, values: &[String]) {
    out.push_str(key);
    out.push_str(" = [\n");
    for value in values {
        out.push_str("  ");
        quoted(out, value);
        out.push_str(",\n");
    }
    out.push_str("]\n");
}

/// A TOML basic string on one line: always this kind, since the other kinds have their own traps for editors.
fn quoted(out: &mut String, value: &str) {
    out.push('"');
    for c in value.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}
