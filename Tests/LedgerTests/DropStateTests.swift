import Ledger
import Testing

struct DropStateTests {
    @Test func `every state has its row in the table`() {
        #expect(Set(DropState.transitions.keys) == Set(DropState.allCases))
    }

    @Test func `every state leads to an end`() {
        for state in DropState.allCases {
            var reached: Set<DropState> = [state]
            for _ in DropState.allCases { reached.formUnion(reached.flatMap { DropState.transitions[$0] ?? [] }) }
            #expect(reached.contains { $0.isFinal })
        }
    }
}
