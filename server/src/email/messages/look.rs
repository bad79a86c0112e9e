//! Inline styles of the HTML parts. Mail programs ignore style sheets, so each element carries its own.
//!
//! The colours are those of the site; all text on its ground has a contrast of at least 4.5 to 1.

/// The whole page.
pub(super) const PAGE: &str = "margin:0;padding:0;background-color:#f8f5f9;color:#0b0c0c;font-family:Helvetica Neue,Helvetica,Arial,sans-serif;font-size:18px;line-height:1.45;overflow-wrap:anywhere;-webkit-text-size-adjust:100%";
/// The white sheet on it.
pub(super) const SHEET: &str = "max-width:600px;margin:0 auto;background-color:#ffffff";
/// The band with the product's name.
pub(super) const BAND: &str = "padding:14px 20px;background-color:#532a5c;color:#ffffff;font-size:22px;line-height:1.2;font-weight:bold";
/// What the message says.
pub(super) const MAIN: &str = "display:block;padding:24px 20px 8px";
/// Why and whom to ask.
pub(super) const FOOTER: &str =
    "display:block;padding:16px 20px 24px;border-top:1px solid #c8b3cd;font-size:16px";
/// Main heading.
pub(super) const H1: &str = "margin:0 0 20px;font-size:26px;line-height:1.25;font-weight:bold";
/// Section heading.
pub(super) const H2: &str = "margin:28px 0 12px;font-size:20px;line-height:1.3;font-weight:bold";
/// Paragraph.
pub(super) const P: &str = "margin:0 0 16px";
/// Paragraph in the footer.
pub(super) const SMALL_P: &str = "margin:0 0 8px;color:#484949";
/// List.
pub(super) const LIST: &str = "margin:0 0 16px;padding:0;list-style:none";
/// List item.
pub(super) const ITEM: &str = "margin:0 0 12px;padding:0 0 0 14px;border-left:4px solid #c8b3cd";
/// List item that is late; the words say so too.
pub(super) const LATE_ITEM: &str =
    "margin:0 0 12px;padding:0 0 0 14px;border-left:4px solid #ca3535";
/// Link in a sentence or a list.
pub(super) const LINK: &str = "color:#532a5c;text-decoration:underline";
/// The one main link.
pub(super) const BUTTON: &str = "display:inline-block;padding:11px 18px;background-color:#0f7a52;color:#ffffff;font-weight:bold;text-decoration:none";
