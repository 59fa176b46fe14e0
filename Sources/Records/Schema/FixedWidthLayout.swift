/// Where the fields of fixed-width lines stand, for each version of the format that a file may mix.
///
/// Places count from 1, as official layouts do: bytes in a single-byte encoding, characters (Unicode scalars) in UTF-8.
package struct FixedWidthLayout: Sendable, Equatable {
    /// Which spaces around a value belong to the padding.
    package enum Trim: String, Sendable, CaseIterable {
        case both, left, right, none
    }

    /// A place in a line or in a group.
    package struct Place: Sendable, Equatable {
        /// First character, from 1.
        package var start: Int
        package var length: Int

        /// `length` characters from `start`.
        package init(start: Int, length: Int) {
            self.start = start
            self.length = length
        }

        /// Place of the last character.
        package var end: Int { start + length - 1 }
    }

    /// Fields that are there as often as a field of the fixed part says, after the fixed part and the groups before.
    package struct Group: Sendable, Equatable {
        package var name: String
        /// Field of the fixed part that holds the number; empty or blank means none.
        package var count: String
        /// Characters of one occurrence.
        package var length: Int
        /// Fields and their places in an occurrence.
        package var fields: [String: Place]
        /// Most occurrences, each of whose fields is one of the line too, with the number of the occurrence behind its name
        /// (`DAS1`, `DAS2`); a line with more is broken.
        ///
        /// 0 where there is no such limit and no such field.
        package var columns: Int

        /// A group.
        package init(name: String, count: String, length: Int, fields: [String: Place], columns: Int = 0) {
            self.name = name
            self.count = count
            self.length = length
            self.fields = fields
            self.columns = columns
        }
    }

    /// One version of the format.
    package struct Version: Sendable, Equatable {
        /// Text at ``FixedWidthLayout/versionPlace``; nil where there is one version only.
        package var text: String?
        /// Characters of the fixed part.
        package var length: Int
        package var fields: [String: Place]
        /// The variable tail, in order.
        package var groups: [Group]

        /// A version.
        package init(text: String? = nil, length: Int, fields: [String: Place], groups: [Group] = []) {
            self.text = text
            self.length = length
            self.fields = fields
            self.groups = groups
        }
    }

    /// What a line gives rows to.
    package enum Rows: Sendable, Equatable {
        /// The line is the record.
        case lines
        /// Each occurrence of the group is a record; `ordinal` is the field that gets its number in the line, from 1.
        case group(String, ordinal: String?)
    }

    package var encoding: TextEncoding
    package var trim: Trim
    /// Where a line says its version; nil where there is one version only.
    package var versionPlace: Place?
    package var versions: [Version]
    package var rows: Rows
    /// Field that gets the number of the line in the file, from 1; it ties rows of groups to their line.
    package var lineNumber: String?

    /// A layout.
    package init(
        encoding: TextEncoding, trim: Trim = .both, versionPlace: Place? = nil, versions: [Version],
        rows: Rows = .lines, lineNumber: String? = nil
    ) {
        self.encoding = encoding
        self.trim = trim
        self.versionPlace = versionPlace
        self.versions = versions
        self.rows = rows
        self.lineNumber = lineNumber
    }
}
