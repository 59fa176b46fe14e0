/// How much a change of a convention asks of those who live with it.
package enum Impact: String, Sendable, CaseIterable, Comparable {
    /// Nothing: what was right stays right.
    case compatible
    /// Something new may be there; what was there stays as it was.
    case additive
    /// What was right before no longer is, or means something else.
    case breaking

    package static func < (a: Impact, b: Impact) -> Bool { a.rank < b.rank }

    private var rank: Int {
        switch self {
        case .compatible: 0
        case .additive: 1
        case .breaking: 2
        }
    }
}

/// What a change means for the producer.
package enum ProducerEffect: String, Sendable, CaseIterable {
    case none
    /// Texts for people.
    case wording
    /// What was accepted still is, and more.
    case wider
    /// Something that was accepted no longer is.
    case narrower
    /// Files must be written otherwise.
    case layout
    /// Files must be called otherwise.
    case naming
    /// Drops must be sealed or signed otherwise.
    case sealing
    /// Somebody or something can no longer log in.
    case access
    /// Something new may be sent, or somebody else may send.
    case offer
    /// Something can no longer be sent.
    case withdrawal
    /// Drops are due at another time.
    case calendar
    /// It is another convention, or no newer version of this one.
    case identity

    /// How much it asks.
    package var impact: Impact {
        switch self {
        case .none, .wording, .wider: .compatible
        case .offer, .calendar: .additive
        case .narrower, .layout, .naming, .sealing, .access, .withdrawal, .identity: .breaking
        }
    }
}

/// What a change means for the tables of the catalogue, and for those who read them.
package enum TableEffect: String, Sendable, CaseIterable {
    case none
    /// Texts for people, in the catalogue's card.
    case wording
    /// Values or rows may come that could not come before.
    case wider
    /// A column, or a table, is new; rows of before have no value in it.
    case added
    /// A column, or a table, gets no more values; rows of before keep theirs.
    case removed
    /// A column is of another type, which one table cannot hold.
    case type
    /// Values of one column mean something else before and after.
    case values
    /// Other rows are taken, left out or replaced.
    case rows
    /// Rows go to another place.
    case place

    /// How much it asks.
    package var impact: Impact {
        switch self {
        case .none, .wording: .compatible
        case .wider, .added: .additive
        case .removed, .type, .values, .rows, .place: .breaking
        }
    }
}

/// What a change means for both.
package struct Effects: Sendable, Equatable {
    package var producer: ProducerEffect
    package var table: TableEffect

    /// Effects on both.
    package init(_ producer: ProducerEffect, _ table: TableEffect = .none) {
        self.producer = producer
        self.table = table
    }

    /// The greater of both.
    package var impact: Impact { max(producer.impact, table.impact) }

    static let none = Effects(.none)
}
