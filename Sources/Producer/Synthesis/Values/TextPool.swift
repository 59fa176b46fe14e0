/// Some texts in a row, each with a number.
struct TextPool {
    private(set) var bytes: [UInt8] = []
    private(set) var ends: [Int32] = []

    init(_ texts: some Sequence<[UInt8]>) {
        for text in texts {
            bytes += text
            ends.append(Int32(bytes.count))
        }
    }

    var count: Int { ends.count }

    @inline(__always)
    func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index]) }

    func append(_ index: Int, to output: inout [UInt8]) { output.append(contentsOf: bytes[range(index)]) }
}
