//! The weights file: named sections of numbers, little-endian, behind a magic word and a version.
//!
//! Layout: `DPCH`, version, number of sections; then for each section the length of its name, the name, the
//! length of its content, the content. All lengths are `u32`.

use std::collections::BTreeMap;

const MAGIC: &[u8; 4] = b"DPCH";

/// Raised whenever a file of before can no longer be read.
pub const VERSION: u32 = 1;

/// Sections by name.
#[derive(Debug, Default)]
pub struct Weights<'a> {
    sections: BTreeMap<&'a str, &'a [u8]>,
}

impl<'a> Weights<'a> {
    /// Splits a file into its sections.
    ///
    /// # Errors
    /// Not a weights file, another version, or cut short.
    pub fn read(bytes: &'a [u8]) -> Result<Weights<'a>, String> {
        if bytes.is_empty() {
            return Err("the weights are empty: train them (see training/README.md)".to_string());
        }
        let mut rest = Cursor { bytes };
        if rest.take(4)? != MAGIC {
            return Err("not a weights file".to_string());
        }
        let version = rest.number()?;
        if version != VERSION {
            return Err(format!("weights of version {version}, where this program reads {VERSION}"));
        }
        let mut sections = BTreeMap::new();
        for _ in 0..rest.number()? {
            let length = rest.number()? as usize;
            let name = std::str::from_utf8(rest.take(length)?)
                .map_err(|_| "a section without a name".to_string())?;
            let length = rest.number()? as usize;
            sections.insert(name, rest.take(length)?);
        }
        Ok(Weights { sections })
    }

    /// A section as it stands.
    ///
    /// # Errors
    /// No such section.
    pub fn bytes(&self, name: &str) -> Result<&'a [u8], String> {
        self.sections.get(name).copied().ok_or_else(|| format!("the weights lack `{name}`"))
    }

    /// A section of floating-point numbers.
    ///
    /// # Errors
    /// No such section.
    pub fn floats(&self, name: &str) -> Result<Vec<f32>, String> {
        Ok(self.bytes(name)?.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect())
    }

    /// A section of 16-bit integers.
    ///
    /// # Errors
    /// No such section.
    pub fn shorts(&self, name: &str) -> Result<Vec<i16>, String> {
        Ok(self.bytes(name)?.as_chunks::<2>().0.iter().map(|bytes| i16::from_le_bytes(*bytes)).collect())
    }

    /// A section of lines.
    ///
    /// # Errors
    /// No such section, or not UTF-8.
    pub fn lines(&self, name: &str) -> Result<Vec<&'a str>, String> {
        let text = std::str::from_utf8(self.bytes(name)?).map_err(|_| format!("`{name}` is no text"))?;
        Ok(text.split('\n').collect())
    }
}

struct Cursor<'a> {
    bytes: &'a [u8],
}

impl<'a> Cursor<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], String> {
        let (taken, rest) = self.bytes.split_at_checked(length).ok_or("the weights are cut short")?;
        self.bytes = rest;
        Ok(taken)
    }

    fn number(&mut self) -> Result<u32, String> {
        let bytes = self.take(4)?;
        Ok(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }
}

/// Collects sections and writes them as one file.
#[derive(Debug, Default)]
pub struct Builder {
    sections: BTreeMap<String, Vec<u8>>,
}

impl Builder {
    /// Begins with the sections of another file.
    #[must_use]
    pub fn with(weights: &Weights<'_>) -> Builder {
        let copy = |(name, content): (&&str, &&[u8])| ((*name).to_string(), content.to_vec());
        Builder { sections: weights.sections.iter().map(copy).collect() }
    }

    /// Adds a section as it stands.
    pub fn bytes(&mut self, name: &str, content: Vec<u8>) {
        self.sections.insert(name.to_string(), content);
    }

    /// Adds a section of floating-point numbers.
    pub fn floats(&mut self, name: &str, content: &[f32]) {
        self.bytes(name, content.iter().flat_map(|number| number.to_le_bytes()).collect());
    }

    /// Adds a section of 16-bit integers.
    pub fn shorts(&mut self, name: &str, content: &[i16]) {
        self.bytes(name, content.iter().flat_map(|number| number.to_le_bytes()).collect());
    }

    /// Adds a section of lines.
    pub fn lines(&mut self, name: &str, content: &[String]) {
        self.bytes(name, content.join("\n").into_bytes());
    }

    /// The file.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend(VERSION.to_le_bytes());
        out.extend((self.sections.len() as u32).to_le_bytes());
        for (name, content) in &self.sections {
            out.extend((name.len() as u32).to_le_bytes());
            out.extend(name.as_bytes());
            out.extend((content.len() as u32).to_le_bytes());
            out.extend(content);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_come_back() {
        let mut builder = Builder::default();
        builder.floats("a", &[1.0, -2.5]);
        builder.shorts("b", &[3, -4]);
        builder.lines("c", &["x".to_string(), "y".to_string()]);
        let file = builder.finish();
        let weights = Weights::read(&file).unwrap();
        assert_eq!(weights.floats("a").unwrap(), [1.0, -2.5]);
        assert_eq!(weights.shorts("b").unwrap(), [3, -4]);
        assert_eq!(weights.lines("c").unwrap(), ["x", "y"]);
        assert!(weights.bytes("d").is_err());
    }

    #[test]
    fn damage_is_an_error() {
        let mut builder = Builder::default();
        builder.floats("a", &[1.0]);
        let file = builder.finish();
        for length in 0..file.len() {
            assert!(Weights::read(&file[..length]).is_err());
        }
    }
}
