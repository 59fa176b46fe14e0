internal import Support
internal import XML

/// Reads an XML document and lays the fields of its records into blocks, one series of blocks a table.
///
/// libxml2 tells what it finds in order, on one thread; the blocks hold texts that only have to be checked and read, which
/// happens on every core. Memory is bounded by a block a table and one record, whatever the document holds: a record with all
/// that repeats in it may have ``RecordLimits/recordBytes``.
///
/// A document of 256 MB in elements of a few letters takes 2.1 s of processor time, as `xmllint --stream` does: 37 % in libxml2, 14 %
/// in what it calls and in counting attributes, 30 % in following the tree and writing rows, 6 % in checking and reading the
/// columns; the rest is copies. Following the tree could go to a thread of its own if that were not enough.
final class XMLSplitter {
    private let plan: XMLPlan
    private let reader: XMLReader
    private var input: XMLInput
    private var walker: XMLWalker

    /// A splitter at the start of a document for the tables of `plans`; the first is that of the outer records.
    init(_ plans: [RecordPlan]) throws(RecordsFaults) {
        do throws(RecordsFault) {
            plan = try XMLPlan(plans)
        } catch {
            throw RecordsFaults(error)
        }
        do throws(XMLFault) {
            reader = try XMLReader(names: plan.names)
        } catch {
            throw RecordsFaults(RecordsFault(error.code, error.arguments))
        }
        input = XMLInput(plans[0].format.encoding)
        walker = XMLWalker(plan, plans)
    }

    /// Takes the next piece of the file; returns the blocks that are complete.
    func push(_ chunk: Span<UInt8>) throws(RecordsFaults) -> [RecordBlock] {
        try read(try input.push(chunk))
        return walker.takeBlocks()
    }

    /// Says that the file ends here; returns the last blocks.
    func finish() throws(RecordsFaults) -> [RecordBlock] {
        try read(try input.finish())
        let fault = try reader.finish { (events, texts) throws(RecordsFaults) in try walker.walk(events, texts) }
        if let fault { throw XMLSplitter.faults(fault) }
        try walker.flush()
        return walker.takeBlocks()
    }

    private func read(_ text: [UInt8]) throws(RecordsFaults) {
        if input.holdsC1 { walker.mayHoldC1 = true }
        walker.readBytes += text.count
        let fault = try reader.push(text.span) { (events, texts) throws(RecordsFaults) in try walker.walk(events, texts)
        }
        if let fault { throw XMLSplitter.faults(fault) }
    }

    private static func faults(_ fault: XMLFault) -> RecordsFaults {
        RecordsFaults(RecordsFault(fault.code, fault.arguments))
    }
}
