//! Pictures are drawn anew: turned as the camera says, and kept without where, when and with what they were taken, and
//! without anything that stood behind their end.

use super::look::{Trouble, refuse};
use domain::evidence::files::FileKind;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;

/// Most pixels along one side.
const SIDE: u32 = 16_000;
/// Most bytes in memory: a picture of 48 million pixels needs 150 MB.
const MEMORY: u64 = 200 * 1024 * 1024;
/// Of JPEG, out of 100: nothing is lost that one sees.
const QUALITY: u8 = 88;

/// Draws the picture `from` anew into `to`.
pub(super) fn redraw(from: &Path, to: &Path, kind: FileKind) -> Result<(), Trouble> {
    let format = match kind {
        FileKind::Jpeg => ImageFormat::Jpeg,
        FileKind::Png => ImageFormat::Png,
        _ => ImageFormat::WebP,
    };
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE);
    limits.max_image_height = Some(SIDE);
    limits.max_alloc = Some(MEMORY);
    let mut reader = ImageReader::with_format(BufReader::new(File::open(from)?), format);
    reader.limits(limits);
    let Ok(mut picture) = decode(reader) else {
        return refuse(
            "cannot be opened as a picture, or is larger than 16,000 pixels along one side. Save it again, smaller, and add the new file",
        );
    };
    if kind == FileKind::Jpeg {
        picture = DynamicImage::ImageRgb8(picture.to_rgb8());
    }
    if kind == FileKind::Webp {
        picture = DynamicImage::ImageRgba8(picture.to_rgba8());
    }
    let mut out = BufWriter::new(File::create(to)?);
    let written = match kind {
        FileKind::Jpeg => {
            picture.write_with_encoder(JpegEncoder::new_with_quality(&mut out, QUALITY))
        }
        _ => picture.write_to(&mut out, format),
    };
    match written {
        Ok(()) => out.flush().map_err(Trouble::Disk),
        Err(image::ImageError::IoError(e)) => Err(Trouble::Disk(e)),
        Err(_) => refuse("cannot be kept as a picture of its kind. Save it as JPEG or PNG"),
    }
}

fn decode(reader: ImageReader<BufReader<File>>) -> image::ImageResult<DynamicImage> {
    let mut decoder = reader.into_decoder()?;
    if decoder.total_bytes() > MEMORY {
        let kind = image::error::LimitErrorKind::InsufficientMemory;
        return Err(image::ImageError::Limits(
            image::error::LimitError::from_kind(kind),
        ));
    }
    let turned = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(turned);
    Ok(picture)
}
