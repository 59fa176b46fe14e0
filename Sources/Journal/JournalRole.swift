/// Who appends: each role has a directory and a chain of its own, so that one role cannot rewrite another's.
package enum JournalRole: String, Sendable, CaseIterable { case receiver, ingester, monitor }
