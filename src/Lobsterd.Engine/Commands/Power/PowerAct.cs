namespace Lobsterd.Engine.Commands.Power;

/// <summary>What is done to the VM of a tenant that stays.</summary>
public enum PowerAct
{
    /// <summary>It is shut down; the disk stays.</summary>
    Stop,

    /// <summary>It is booted from the tenant's own disk.</summary>
    Start,

    /// <summary>Both, one after the other.</summary>
    Restart,
}
