internal import Platform
internal import Support

/// What a check of the journal found.
package struct JournalReport: Sendable, Equatable {
    /// One role's chain.
    package struct Chain: Sendable, Equatable {
        package let role: JournalRole
        package var days = 0
        package var sealedDays = 0
        package var lines: Int64 = 0
        /// The first fault; what comes after it is not looked at.
        package var broken: JournalBreak?
        /// Events with which the chain itself tells of a loss: (file, line, event).
        package var notices: [JournalNotice] = []
    }

    package var chains: [Chain]
    /// Whether every chain is whole.
    package var isSound: Bool { chains.allSatisfy { $0.broken == nil } }
}

/// The first fault of a chain.
package struct JournalBreak: Sendable, Equatable {
    /// What is wrong.
    package enum Reason: String, Sendable, CaseIterable {
        /// Not a line of a journal.
        case malformed
        /// Longer than a line may be.
        case tooLong = "too-long"
        /// The last line has no end: a crash, mended by the next append, or a cut.
        case unfinished
        /// The line is another role's.
        case role
        /// The numbers do not follow each other: lines were taken out, put in or moved.
        case sequence
        /// The hash is not that of the line before: it or this line was altered.
        case previous
        /// The line's time lies after the day of its file.
        case day
        /// Lines were cut off the end: the head knows of more.
        case truncated
        /// The head knows the last line with another hash.
        case head
        /// A day is sealed and its lines are gone.
        case dayMissing = "day-missing"
        /// The seal is not the gateway's signature over the end of the day.
        case seal
    }

    /// Path below the journal directory.
    package let file: String
    /// From 1; 0 where the fault is the whole file's.
    package let line: Int
    package let reason: Reason

    /// The fault `reason` at `line` of `file`.
    package init(file: String, line: Int, reason: Reason) {
        self.file = file
        self.line = line
        self.reason = reason
    }
}

/// An event with which a chain tells of a loss.
package struct JournalNotice: Sendable, Equatable {
    package let file: String
    package let line: Int
    package let event: String
}

/// Walks every chain: each line well-formed, numbered after and hashed to the one before, across days; seals and head agree.
package enum JournalVerifier {
    /// Says whether `signature` over `message` is the gateway's.
    package typealias SealCheck = (_ message: [UInt8], _ signature: [UInt8]) throws -> Bool

    private static let noticed: Set<String> = ["journal.recovered", "journal.lines-missing"]

    /// Checks the journal directory at `path`; seals only where `seal` is given.
    ///
    /// A role without directory has no chain.
    package static func verify(_ path: String, seal: SealCheck? = nil) throws -> JournalReport {
        let journal = try Directory(path)
        var chains: [JournalReport.Chain] = []
        for role in JournalRole.allCases where try journal.status(role.rawValue)?.kind == .directory {
            var walk = ChainWalk(role: role, directory: try journal.directory(role.rawValue), seal: seal)
            try walk.run()
            chains.append(walk.chain)
        }
        return JournalReport(chains: chains)
    }

    /// The state of a walk along one chain.
    private struct ChainWalk: ~Copyable {
        let role: JournalRole
        let directory: Directory
        let seal: SealCheck?
        var head = ChainHead.origin
        var chain: JournalReport.Chain

        init(role: JournalRole, directory: consuming Directory, seal: SealCheck?) {
            self.role = role
            self.directory = directory
            self.seal = seal
            chain = JournalReport.Chain(role: role)
        }

        mutating func fail(_ reason: JournalBreak.Reason, _ name: String, _ line: Int) {
            chain.broken = JournalBreak(file: "\(role.rawValue)/\(name)", line: line, reason: reason)
        }

        mutating func run() throws {
            // Read first: a writer that goes on meanwhile only ever adds to what the head says now.
            let noted = try directory.status(JournalFiles.head) == nil ? nil : try readHead()
            let days = try JournalFiles.days(directory)
            let sealed = try JournalFiles.sealedDays(directory)
            if let missing = sealed.first(where: { !days.contains($0) }) {
                return fail(.dayMissing, JournalFiles.seal(missing), 0)
            }
            for day in days {
                try walk(day, noted)
                if chain.broken == nil, sealed.contains(day) { try checkSeal(day) }
                guard chain.broken == nil else { return }
                chain.days += 1
            }
            if let noted, noted.sequence > head.sequence {
                fail(.truncated, days.last.map(JournalFiles.lines) ?? JournalFiles.head, 0)
            }
        }

        private func readHead() throws -> ChainHead? {
            ChainHead(try directory.read(JournalFiles.head, limit: ChainHead.maximumLength))
        }

        private mutating func walk(_ day: CivilDate, _ noted: ChainHead?) throws {
            let name = JournalFiles.lines(day)
            var reader = LineReader(try directory.open(name, .read))
            var number = 0
            while let item = try reader.next() {
                number += 1
                guard case .line(let bytes) = item else {
                    return fail(item == .tooLong ? .tooLong : .unfinished, name, number)
                }
                guard let line = JournalLine(bytes) else { return fail(.malformed, name, number) }
                if let reason = fault(line, day) { return fail(reason, name, number) }
                head = ChainHead(sequence: line.sequence, hash: try JournalLine.hash(bytes))
                if let noted, noted.sequence == head.sequence, noted != head { return fail(.head, name, number) }
                chain.lines += 1
                if noticed.contains(line.event) {
                    chain.notices.append(
                        JournalNotice(file: "\(role.rawValue)/\(name)", line: number, event: line.event))
                }
            }
        }

        private func fault(_ line: JournalLine, _ day: CivilDate) -> JournalBreak.Reason? {
            if line.role != role { return .role }
            if line.sequence != head.sequence + 1 { return .sequence }
            if line.previous != head.hash { return .previous }
            // A clock set back may write an earlier time into a later file, never the reverse.
            return line.time.date > day ? .day : nil
        }

        private mutating func checkSeal(_ day: CivilDate) throws {
            chain.sealedDays += 1
            guard let seal else { return }
            let signature = try directory.read(JournalFiles.seal(day), limit: JournalSealer.maximumSignature)
            if try !seal(JournalSealer.message(role, day, head), signature) { fail(.seal, JournalFiles.seal(day), 0) }
        }
    }
}
