//! Built-in options as they are written: the value, and which of the written options it is.

use prost_reflect::prost_types::UninterpretedOption;

use crate::contracts::tag;

/// The written options of a descriptor.
macro_rules! written {
    ($descriptor:expr) => {
        $descriptor.options.as_ref().map_or(&[][..], |options| &options.uninterpreted_option)
    };
}
pub(in crate::contracts) use written;

/// One written option.
#[derive(Clone, Copy, Debug)]
pub(in crate::contracts) struct Written<'a> {
    option: &'a UninterpretedOption,
    index: usize,
}

/// The option of this name, which is not one of an extension.
pub(in crate::contracts) fn option<'a>(
    options: &'a [UninterpretedOption],
    name: &str,
) -> Option<Written<'a>> {
    let is_it = |option: &UninterpretedOption| match &*option.name {
        [part] => !part.is_extension && part.name_part == name,
        _ => false,
    };
    let index = options.iter().position(is_it)?;
    Some(Written { option: &options[index], index })
}

impl<'a> Written<'a> {
    /// The word: `true`, `CODE_SIZE`.
    pub(in crate::contracts) fn word(&self) -> &'a str {
        self.option.identifier_value()
    }

    pub(in crate::contracts) fn is_true(&self) -> bool {
        self.word() == "true"
    }

    pub(in crate::contracts) fn text(&self) -> String {
        String::from_utf8_lossy(self.option.string_value()).into_owned()
    }

    /// Its path in the file: `holder` is the path of what has the options, `tag` the number of the options in there.
    pub(in crate::contracts) fn path(&self, holder: &[i32], tag: i32) -> Vec<i32> {
        let index = i32::try_from(self.index).unwrap_or(i32::MAX);
        [holder, &[tag, tag::UNINTERPRETED, index]].concat()
    }
}
