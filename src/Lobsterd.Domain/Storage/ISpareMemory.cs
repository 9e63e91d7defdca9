namespace Lobsterd.Domain.Storage;

/// <summary>Memory of the host that is kept because it saves time, and counts as free: whoever is short of memory has it given back first.</summary>
public interface ISpareMemory
{
    /// <summary>How much it is now, in bytes.</summary>
    long Bytes { get; }

    /// <summary>Gives all of it back.</summary>
    void GiveBack();
}
