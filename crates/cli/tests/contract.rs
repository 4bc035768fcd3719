//! The contract at the binary's edges: exit statuses, input told apart by content, forms of output, order.

mod contract {
    mod inputs;
    mod outputs;
    mod program;
    mod records;
}
