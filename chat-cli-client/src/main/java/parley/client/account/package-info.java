/** How somebody comes by an account: invitations, passwords, and what a person is asked for. */
package parley.client.account;
