using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Tank;

/// <summary>Something that changes the screen.</summary>
internal abstract record TankInput
{
    private TankInput() { }

    /// <summary>A key was pressed.</summary>
    internal sealed record Pressed(TankKey Key) : TankInput;

    /// <summary>The figures of all tenants came.</summary>
    internal sealed record Read(UsageList List) : TankInput;

    /// <summary>The service does not tell, or an act was refused.</summary>
    internal sealed record Failed(string Message) : TankInput;

    /// <summary>An act came to something.</summary>
    internal sealed record Told(string Message) : TankInput;

    /// <summary>A tenant's past was read.</summary>
    internal sealed record Past(string Tenant, IReadOnlyList<EventBody> Events, IReadOnlyList<LogBody> Lines) : TankInput;

    /// <summary>A tenant was checked.</summary>
    internal sealed record Checked(string Tenant, IReadOnlyList<CheckBody> Checks) : TankInput;

    /// <summary>A tenant was asked why it is as it is.</summary>
    internal sealed record Explained(string Tenant, WhyBody Why) : TankInput;

    /// <summary>The terminal has another size.</summary>
    internal sealed record Resized : TankInput;

    /// <summary>It is over.</summary>
    internal sealed record Ended : TankInput;
}
