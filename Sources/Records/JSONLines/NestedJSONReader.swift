/// Finds the records of one table in JSON lines that hold objects and lists inside each other.
///
/// A line is read as a whole for each of its tables, on any thread; what has no table costs no memory. What is wrong in a record
/// breaks that record: an unknown or repeated member, a value of another kind. A line that is no JSON, not in UTF-8, or too deep, breaks the
/// record of the line, and gives no records to other tables. A value of a record around a list may come after the list: rows wait
/// for the end of the line. Calls inside each other are as many as the longest path has names.
struct NestedJSONReader {
    /// A record of the table.
    private struct Row {
        let fault: FormRule?
    }

    /// How many times the bytes of a line the values that are lent may take, beyond ``freeBytes``.
    ///
    /// A record around a list lends values to the rows of the list, where each has them again. Every table counts those of all,
    /// so that all refuse the same lines.
    private static let expansionLimit = 64
    private static let freeBytes = 4096

    private let names: NameTable
    private let nodes: [JSONTree.Node]
    private let children: [Int32]
    private let owners: [Int]
    private let fields: [JSONTree.Source]
    private let required: [Int]
    private let loans: [JSONTree.Loan]
    private let table: Int
    private let marksNulls: Bool
    private let mostElements: Int

    private var scanner = JSONScanner()
    /// What each slot holds.
    private var places: [JSONPlace]
    /// In which object each value was there last.
    private var seen: [UInt64]
    /// Objects so far, over all lines.
    private var objects: UInt64 = 0
    /// Number of the last element of each list.
    private var numbers: [Int32]
    /// Elements of lists in the line.
    private var elements = 0
    /// Records of each table so far in the line.
    private var counts: [Int]
    /// For each loan of the open records, the records of the borrowing table when the lender began.
    private var loanStarts: [Int] = []
    private var lentBytes = 0
    /// The first thing wrong with the innermost record.
    private var fault: FormRule?
    private var rows: [Row] = []
    /// Fields of the rows, one row after the other.
    private var cells: [JSONPlace] = []

    /// A reader of the records of table number `table` of the file.
    init(_ tree: JSONTree, table: Int, marksNulls: Bool, mostElements: Int) {
        names = tree.names
        nodes = tree.nodes
        children = tree.children
        owners = tree.owners
        fields = tree.tables[table].fields
        required = tree.tables[table].required
        loans = tree.loans
        counts = [Int](repeating: 0, count: tree.tables.count)
        self.table = table
        self.marksNulls = marksNulls
        self.mostElements = mostElements
        places = [JSONPlace](repeating: .absent, count: owners.count)
        seen = [UInt64](repeating: 0, count: nodes.count)
        numbers = [Int32](repeating: 0, count: nodes.count)
    }

    /// Fills `grid` with the records of `text`, whose first line has the number `firstLine`.
    mutating func read(_ text: Span<UInt8>, firstLine: UInt64, into grid: inout Grid) {
        grid.beginWriting(text.count)
        var lines = JSONLineRanges(firstLine)
        let isUTF8 = TextEncodings.isASCII(text) || TextEncodings.isUTF8(text)
        while let line = lines.next(text) {
            scanner.begin(line)
            rows.removeAll(keepingCapacity: true)
            cells.removeAll(keepingCapacity: true)
            elements = 0
            lentBytes = 0
            loanStarts.removeAll(keepingCapacity: true)
            do throws(BrokenLine) {
                // Also where nobody reads: what is not in UTF-8 is no JSON (RFC 8259 §8.1).
                if !isUTF8, !TextEncodings.isUTF8(text.extracting(line)) { throw BrokenLine(.invalidEncoding) }
                try self.line(text)
                guard lentBytes <= NestedJSONReader.freeBytes + NestedJSONReader.expansionLimit * line.count else {
                    throw BrokenLine(.listTooLong)
                }
                for row in rows.indices { write(row, lines.number, text, &grid) }
            } catch {
                guard table == 0 else { continue }
                grid.beginRecord(lines.number)
                grid.breakRecord(error.rule, fields: fields.count)
            }
        }
        grid.endWriting()
    }

    private func write(_ row: Int, _ line: UInt64, _ text: Span<UInt8>, _ grid: inout Grid) {
        grid.beginRecord(line)
        if let fault = rows[row].fault { return grid.breakRecord(fault, fields: fields.count) }
        let own = scanner.unescaped.span
        for field in fields.indices {
            switch cells[row * fields.count + field] {
            case .block(let start, let length): grid.writeField(text, Int(start), Int(length))
            case .unescaped(let start, let length): grid.writeField(own, Int(start), Int(length))
            case .number(let number): grid.writeField(UInt64(number))
            case .open: grid.writeField(line)
            case .absent, .null:
                if marksNulls { grid.markNull(field, of: fields.count) }
                grid.endWrittenField()
            }
        }
    }

    private mutating func line(_ text: Span<UInt8>) throws(BrokenLine) {
        scanner.skipSpace(text)
        guard scanner.position < scanner.end, text[scanner.position] == UInt8(ascii: "{") else {
            throw BrokenLine(.malformedJSON)
        }
        try record(0, of: 0, text)
        scanner.skipSpace(text)
        if scanner.position != scanner.end { throw BrokenLine(.malformedJSON) }
    }

    /// Reads the record of table `owner` that the value of `node` is.
    private mutating func record(_ node: Int, of owner: Int, _ text: Span<UInt8>) throws(BrokenLine) {
        let outer = fault
        let firstRow = rows.count
        let firstObject = objects
        fault = nil
        for slot in places.indices where owners[slot] == owner { places[slot] = .absent }
        for loan in loans where loan.owner == owner { loanStarts.append(counts[loan.table]) }
        try value(node, text)
        counts[owner] += 1
        for loan in loans.reversed() where loan.owner == owner { settle(loan) }
        if owner == table {
            if fault == nil, required.contains(where: { seen[$0] <= firstObject }) { fault = .missingElement }
            for field in fields { cells.append(cell(field)) }
            rows.append(Row(fault: fault))
        } else {
            resolve(from: firstRow, owner)
        }
        fault = outer
    }

    /// Counts what a record that ends has lent to the rows inside it.
    private mutating func settle(_ loan: JSONTree.Loan) {
        let rows = counts[loan.table] - (loanStarts.popLast() ?? 0)
        switch places[loan.slot] {
        case .block(_, let length), .unescaped(_, let length): lentBytes += rows * Int(length)
        case .absent, .null, .number, .open: break
        }
    }

    /// What a field of the record that ends has now.
    private func cell(_ field: JSONTree.Source) -> JSONPlace {
        switch field {
        case .slot(let slot, let owner): owner == table ? places[slot] : .open
        case .number(let list): .number(numbers[list])
        case .line: .open
        }
    }

    /// Fills in what the rows from `first` on wait for and what the record that ends, one of `owner`, has.
    private mutating func resolve(from first: Int, _ owner: Int) {
        guard first < rows.count else { return }
        for (index, field) in fields.enumerated() {
            guard case .slot(let slot, owner) = field else { continue }
            for row in first..<rows.count { cells[row * fields.count + index] = places[slot] }
        }
    }

    private mutating func value(_ node: Int, _ text: Span<UInt8>) throws(BrokenLine) {
        let known = nodes[node]
        let first = scanner.position < scanner.end ? text[scanner.position] : 0
        switch known.kind {
        case .scalar:
            if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") { return try refuse(.nestedValue, text) }
            places[known.slot] = try scanner.scalar(text)
        case .object, .open:
            if first == UInt8(ascii: "{") { return try object(node, text) }
            if first != UInt8(ascii: "n") || known.table >= 0 { return try refuse(.wrongKind, text) }
            _ = try scanner.scalar(text)
        case .list:
            if first == UInt8(ascii: "[") { return try list(node, known.element, text) }
            if first != UInt8(ascii: "n") { return try refuse(.wrongKind, text) }
            _ = try scanner.scalar(text)
        case .ignored: try scanner.skip(text)
        }
    }

    /// Steps over a value with which the innermost record breaks `rule`.
    private mutating func refuse(_ rule: FormRule, _ text: Span<UInt8>) throws(BrokenLine) {
        if fault == nil { fault = rule }
        try scanner.skip(text)
    }

    private mutating func list(_ node: Int, _ element: Int, _ text: Span<UInt8>) throws(BrokenLine) {
        let owner = nodes[element].table
        numbers[node] = 0
        scanner.position += 1
        scanner.skipSpace(text)
        if scanner.takes(UInt8(ascii: "]"), text) { return }
        while true {
            elements += 1
            guard elements <= mostElements else { throw BrokenLine(.listTooLong) }
            numbers[node] += 1
            scanner.skipSpace(text)
            try record(element, of: owner, text)
            scanner.skipSpace(text)
            let byte = try scanner.next(text)
            if byte == UInt8(ascii: "]") { return }
            if byte != UInt8(ascii: ",") { throw BrokenLine(.malformedJSON) }
        }
    }

    private mutating func object(_ node: Int, _ text: Span<UInt8>) throws(BrokenLine) {
        scanner.position += 1
        objects += 1
        let own = objects
        scanner.skipSpace(text)
        if scanner.takes(UInt8(ascii: "}"), text) { return }
        var guess = 0
        while true {
            scanner.skipSpace(text)
            let place = try scanner.string(text)
            scanner.skipSpace(text)
            try scanner.take(UInt8(ascii: ":"), text)
            scanner.skipSpace(text)
            let name = names.index(place, text, scanner.unescaped.span, guess: guess)
            let child = name.map { Int(children[node * names.count + $0]) } ?? -1
            if child < 0 {
                try refuse(.unknownMember, text)
            } else if seen[child] == own {
                try refuse(.duplicateMember, text)
            } else {
                seen[child] = own
                try value(child, text)
            }
            if let name { guess = name + 1 }
            scanner.skipSpace(text)
            let byte = try scanner.next(text)
            if byte == UInt8(ascii: "}") { return }
            if byte != UInt8(ascii: ",") { throw BrokenLine(.malformedJSON) }
        }
    }
}
