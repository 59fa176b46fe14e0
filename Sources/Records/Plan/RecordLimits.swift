/// Limits on what a producer's file may ask for; each is checked before memory is taken.
package struct RecordLimits: Sendable, Equatable {
    /// Bytes of the header line.
    package var headerBytes = 256 << 10
    /// Columns of a header, and fields of a schema.
    package var columns = 4096
    /// Bytes of a record, line end included.
    ///
    /// A longer one that does not fit in a block refuses the drop.
    package var recordBytes = 1 << 20
    /// Bytes of one field.
    package var fieldBytes = 256 << 10
    /// Bytes of a block; at least ``recordBytes`` are used, so that every permitted record fits in one.
    package var blockBytes = 1 << 20
    /// Elements of the lists of one JSON line.
    package var listElements = 100_000
    /// Problems of a header that are named one by one.
    package var headerFaults = 100

    /// The documented defaults.
    package init() {}

    /// Bytes after which a block is cut.
    var windowBytes: Int { Swift.max(blockBytes, recordBytes, 16) }
}
