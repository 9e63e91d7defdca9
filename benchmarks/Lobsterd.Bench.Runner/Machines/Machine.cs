namespace Lobsterd.Bench.Runner.Machines;

/// <summary>What a figure was taken on; every figure says it.</summary>
public abstract record Machine
{
    /// <summary>A process in a network namespace instead of a VM: nothing boots. Also for figures that need no machine at all.</summary>
    public static readonly BareMachine Null = new("null");

    /// <summary>The VMM's stand-in in front of the null machine.</summary>
    public static readonly BareMachine StandinNull = new("standin-null");

    /// <summary>QEMU in software.</summary>
    public static readonly GuestMachine Qemu = new("qemu");

    /// <summary>The VMM's stand-in in front of QEMU in software.</summary>
    public static readonly GuestMachine StandinQemu = new("standin-qemu");

    /// <summary>A VMM with hardware virtualization.</summary>
    public static readonly GuestMachine Kvm = new("kvm");

    /// <summary>Made only here and in the two kinds below.</summary>
    private protected Machine(string word) => Word = word;

    /// <summary>The word in tables and files: <c>null</c>, <c>standin-null</c>, <c>qemu</c>, <c>standin-qemu</c> or <c>kvm</c>.</summary>
    public string Word { get; }

    /// <inheritdoc/>
    public sealed override string ToString() => Word;
}
