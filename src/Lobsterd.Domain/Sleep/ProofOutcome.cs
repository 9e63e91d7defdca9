namespace Lobsterd.Domain.Sleep;

/// <summary>What came of trying a saved state.</summary>
public enum ProofOutcome
{
    /// <summary>It holds what was saved, and a VM was made of it that never ran and is gone again.</summary>
    Loaded,

    /// <summary>It holds what was saved, and was not loaded, for a reason that is not its own.</summary>
    Checked,

    /// <summary>It cannot be used: its tenant would boot from its disk.</summary>
    Failed,
}
